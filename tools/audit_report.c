// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_page.h"
#include "tools/report_parts.h"

AuditReport
audit_report_default(const AuditLog* const log)
{
  return (AuditReport){ .log = log, .most_flips = 24, .most_bytes = (size_t)24 << 20U };
}

EquusStatus
audit_report_write(FILE* const stream, const AuditReport* const report, EquusError* const error)
{
  AuditPage   page   = { .stream = stream, .report = report, .log = report->log };
  EquusStatus status = audit_summary_make(report->log, &page.summary, error);
  if (!status) {
    fputs(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta name=\"color-scheme\" content=\"light dark\"/>\n<title>Equus audit: is the classifier a horse?</title>\n",
      stream);
    report_write_style(stream);
    audit_page_write_style(stream);
    fputs("</head>\n<body>\n", stream);
    audit_page_write_head(&page);
    fputs("<main>\n", stream);
    audit_page_write_meaning(&page);
    audit_page_write_robustness(&page);
    audit_page_write_curves(&page);
    status = audit_page_write_flips(&page, error);
    audit_page_write_nulls(&page);
    status = status ? status : audit_page_write_labels(&page, error);
    audit_page_write_method(&page);
    fputs("</main>\n</body>\n</html>\n", stream);
  }
  audit_summary_clear(&page.summary);
  return status;
}
