"""The inspection desk: runs, the index of findings, files audited in the browser, local rules, judgements."""
