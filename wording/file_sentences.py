"""The sentences of refusals of files and tables: what is read, and what is written."""

from __future__ import annotations

from wording.language import N_

FILES = {
    "file-missing": N_("there is no such file"),
    "file-directory": N_("this is a folder, not a file"),
    "file-irregular": N_("this is not a regular file"),
    "file-unreadable": N_("the file cannot be read: {why}"),
    "file-too-large": N_("the file is larger than {limit} MB"),
    "file-empty": N_("the file is empty"),
    "file-kind": N_("files to import end in .xlsx, .csv, .tsv or .json"),
    "file-binary": N_("this is not a text file"),
    "file-encoding": N_(
        "the text is neither UTF-8 nor GB18030; --encoding can say which it is, as in"
        " --encoding big5"
    ),
    "encoding-western": N_(
        'the text reads as "{sample}" in {encoding}, as Western offices write it; if that is right,'
        " say so with --encoding {encoding}, else name another"
    ),
    "encoding-unsure": N_(
        'the text reads as "{sample}" in GB18030 and as "{other}" in {encoding}; say which it is'
        " with --encoding gb18030 or --encoding {encoding}"
    ),
    "encoding-wrong": N_("the text is not in {encoding}; leave --encoding out, or try another"),
    "encoding-unknown": N_('"{text}" is no encoding; it is one like utf-8, gb18030 or big5'),
    "file-xls": N_("this is an old Excel file; save it as .xlsx first"),
    "file-locked": N_("the workbook is protected by a password; save it without one first"),
    "xlsx-damaged": N_("the workbook cannot be read; if Excel opens it, save it again there"),
    "xlsx-sheetless": N_("no sheet can be read; save the file from Excel as an ordinary .xlsx"),
    "csv-damaged": N_("the quotes of this row do not match"),
    "table-too-long": N_("the table has more than {limit} rows"),
    "sheet-missing": N_('there is no sheet "{sheet}"; there are {sheets}'),
    "sheets-same-records": N_(
        "the sheets {sheets} hold the same projects differently; say which to read: {options}"
    ),
    "files-same-records": N_(
        "these files hold the same projects differently; name those to read, the last counts:"
        " {files}"
    ),
    "folder-empty": N_("there are no tables in this folder"),
    "folder-sheetless": N_("no workbook in this folder has a sheet that was asked for"),
    "column-days": N_(
        'the days of this column may be read in two ways: "{text}" as {first} or {second};'
        " say which with --dates mdy, dmy or ymd"
    ),
    "column-days-mixed": N_(
        'the days of this column are not all in one order: "{text}" and "{other}"; correct them, or'
        " say the order with --dates mdy, dmy or ymd"
    ),
    "column-amounts": N_(
        'the amounts of this column may be read in two ways: "{text}" as {thousands} or {decimals};'
        " say which with --decimal comma or point"
    ),
    "column-amounts-mixed": N_(
        'the amounts of this column are not all written alike: "{text}" and '
        '"{other}"; correct them, or set the decimal sign with --decimal comma or '
        "point"
    ),
    "amount-currency": N_(
        'the amount "{text}" is not in {currency}, as its row says; correct one of the two'
    ),
    "header-missing": N_('no column is "{field}"; --map can say which of these is: {headers}'),
    "projects-unproved": N_(
        'nothing shows that these are projects, for "{header}" may name anything; if it does name'
        ' projects, say so with --map "{header}"=name'
    ),
    "header-twice": N_('both {first} and {second} hold "{field}"; leave one, or use --map'),
    "map-field-unknown": N_('"{field}" for "{header}" is not a field; it is one of {fields}'),
    "map-header-missing": N_('there is no column "{header}" to map; there are {headers}'),
    "cell-error": N_('the cell holds the error "{text}"'),
    "day-serial": N_(
        "this is a day as Excel counts it, {day}; format the column as days, or write it like"
        " 2027-03-14"
    ),
    "number-cut": N_(
        'a spreadsheet has cut this number to "{text}"; format the column as text and enter it'
        " again"
    ),
    "formula-uncomputed": N_("the formula was never computed; open the file in Excel and save it"),
    "cr-count": N_("contacts: {contacts}, CRs: {levels}; each contact needs one"),
    "contact-count": N_("the cell needs one entry for each of the {contacts} contacts"),
    "row-nameless": N_("the row has no project name"),
    "row-contradicts": N_('this contradicts row {other}, which is of "{name}" too'),
    "table-contradicts": N_(
        'this contradicts {other}, which is of "{name}" too; '
        "import the older table first, by itself"
    ),
    "contact-contradicts": N_('this contradicts what row {other} says of "{name}"'),
    "card-contradicts": N_('this contradicts what card {other} says of "{name}"'),
    "contacts-header-missing": N_(
        "no column holds names; --map HEADER=name can say which of these does: {headers}"
    ),
    "contacts-kind": N_("contacts are read from files that end in .vcf, .xlsx, .csv or .tsv"),
    "contacts-of-projects": N_(
        "this table has people of several projects; leave out --project, or bring those of one"
    ),
    "contacts-export-kind": N_(
        "contacts are written to files that end in .xlsx, .csv, .tsv or .vcf"
    ),
    "contacts-projectless": N_(
        "these are contacts; say with --project whose project they belong to"
    ),
    "person-namesakes": N_('several people here are named "{name}"'),
    "vcard-missing": N_("there is no address card in the file"),
    "vcard-line": N_('"{text}" is no line of an address card'),
    "vcard-open": N_("the address card does not end"),
    "project-ambiguous": N_(
        '"{name}" is the name of several projects, of {customers}; name the customer'
    ),
    "project-owners": N_('"{name}" could be the project of any of {customers}; name the owner'),
    "project-alike": N_(
        'several projects are called "{name}" of {customers} here; merge them, or name the Id'
    ),
    "export-kind": N_("an export ends in .json, .xlsx, .csv or .tsv"),
    "report-format": N_("this paper is written to files that end in {formats}"),
    "calendar-empty": N_("nothing that has a date is due (owner: {owner}), so nothing was written"),
    "plan-kind": N_("a plan is read from files that end in .xlsx, .csv or .tsv"),
    "plan-export-kind": N_("a plan is written to files that end in .xlsx, .csv or .tsv"),
    "calendar-kind": N_("a calendar is written to a file that ends in .ics"),
    "export-unwritable": N_("the file cannot be written: {why}"),
    "output-standard": N_("this is not written to standard output; name a file"),
    "output-store": N_(
        "this is a Netloft store or a copy of one, which is never written over; name another file"
    ),
    "output-belongs": N_(
        "this belongs to the store {store}, and is never written over; name another file"
    ),
    "output-exists": N_(
        "this file exists and is not as Netloft left it; name another, or add --force to replace it"
    ),
    "cell-too-long": N_(
        "{cell} would hold more than the {limit} characters that a cell takes; write a .csv"
    ),
    "archive-damaged": N_("the export is damaged"),
    "archive-foreign": N_("this JSON is not a Netloft export"),
    "archive-newer": N_(
        "a newer Netloft wrote this export (version {version}, this one knows {known})"
    ),
    "archive-record": N_('record {record} of "{table}" does not read: {field} ({problem})'),
    "archive-twice": N_("two projects have the same id {id}"),
}
