"""Results become what people read: notices, workbooks, explanations, a run at a glance."""
