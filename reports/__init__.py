"""Papers: what is handed over, as data, and the writers that make files of it.

`deals`, `views` and `wording` lie below; no file is opened here. A kind of paper (`reports/kinds/`)
is a function from a `ReportContext` to a `Report`; a writer (`reports/writers/`) a function from a
`Report` to bytes, which the store's guarded writer puts where the user wants them. Both are loaded
when a paper is first asked for.
"""
