"""The report for GitHub's workflows: annotations, and a summary of the job."""
