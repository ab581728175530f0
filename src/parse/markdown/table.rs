//! Tables: header cells with a scope, and a frame that scrolls by keyboard and has a name.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::body::{HoleKind, TextKey};
use super::escape;
use super::writer::Writer;
use crate::diagnostic::Code;

/// A name longer than this many characters is cut.
const MAX_LABEL: usize = 80;

/// Stands between cells in the plain text, of which excerpts are made.
pub(super) const BETWEEN_CELLS: &str = " · ";

/// So many letters stand beside each other on a sheet of A4.
const SHEET: usize = 94;

/// So many letters would have room in the space that a column keeps free.
const BETWEEN: usize = 4;

/// A table that is being written.
pub(super) struct OpenTable {
    alignments: Vec<Alignment>,
    /// The column of the next cell.
    column: usize,
    in_head: bool,
    /// Where the header begins in the plain text.
    head_at: usize,
    range: Range<usize>,
}

impl Writer<'_> {
    pub(super) fn open_table(&mut self, alignments: Vec<Alignment>, range: Range<usize>) -> &'static str {
        // Paper cannot be scrolled: there, such a table is set in small type, and its words may break.
        let wide = if is_wide(&self.source.text[range.clone()], alignments.len()) { " wide" } else { "" };
        self.push_html(&format!("<div class=\"table{wide}\" role=\"region\" tabindex=\"0\" aria-label=\""));
        self.push_table_label();
        self.push_html("\">\n<table>\n");
        self.table =
            Some(OpenTable { alignments, column: 0, in_head: false, head_at: self.plain.len(), range });
        "</tbody>\n</table>\n</div>\n"
    }

    /// The name of the table: the heading above it, with a number from the second one on.
    fn push_table_label(&mut self) {
        match self.body.headings.last() {
            Some(heading) => {
                let label: String = heading.text.chars().take(MAX_LABEL).collect();
                escape::push(&mut self.text.html, &label);
            }
            None => self.hole(HoleKind::Text(TextKey::Table)),
        }
        self.tables_in_section += 1;
        if self.tables_in_section > 1 {
            self.push_html(&format!(" ({})", self.tables_in_section));
        }
    }

    pub(super) fn open_table_head(&mut self) -> &'static str {
        self.outside_prose += 1;
        if let Some(table) = &mut self.table {
            table.in_head = true;
            table.head_at = self.plain.len();
        }
        self.push_html("<thead>\n<tr>");
        "</tr>\n</thead>\n<tbody>\n"
    }

    pub(super) fn close_table_head(&mut self, close: &'static str) {
        self.outside_prose -= 1;
        self.push_html(close);
        let Some(table) = &mut self.table else {
            return;
        };
        table.in_head = false;
        let is_empty = |head: &str| head.split(BETWEEN_CELLS).all(|cell| cell.trim().is_empty());
        if self.plain.get(table.head_at..).is_none_or(is_empty) {
            let range = table.range.clone();
            self.problem(Code::TableWithoutHeader, &range, |problem| problem);
        }
    }

    pub(super) fn open_table_row(&mut self, range: &Range<usize>) -> &'static str {
        if let Some(table) = &mut self.table {
            table.column = 0;
            let (columns, found) = (table.alignments.len(), cells(&self.source.text[range.clone()]));
            // Nobody misses an empty cell.
            if found.iter().skip(columns).any(|cell| !cell.trim().is_empty()) {
                let found = found.len();
                self.problem(Code::SurplusCells, range, |problem| {
                    problem.arg("cells", found).arg("columns", columns)
                });
            }
        }
        self.check_row_is_one(range);
        self.push_html("<tr>");
        "</tr>\n"
    }

    /// Reports a line of text that only belongs to the table because no empty line is between them.
    fn check_row_is_one(&mut self, range: &Range<usize>) {
        let row = self.source.text[range.clone()].trim_end();
        let columns = self.table.as_ref().map_or(0, |table| table.alignments.len());
        if columns > 1 && !row.contains('|') {
            let place = range.start..range.start + row.len();
            let row = format!("| {} |", self.source.restore(row));
            self.problem(Code::TextInTable, &place, |problem| problem.arg("row", row));
        }
    }

    pub(super) fn open_table_cell(&mut self) -> &'static str {
        if !self.plain.is_empty() && !self.plain.ends_with(['\n', ' ']) {
            self.plain.push_str(BETWEEN_CELLS);
        }
        let Some(table) = &mut self.table else {
            return "";
        };
        let (open, close) = if table.in_head { ("<th scope=\"col\"", "</th>") } else { ("<td", "</td>") };
        let class = match table.alignments.get(table.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        };
        table.column += 1;
        self.push_html(open);
        self.push_html(class);
        close
    }

    pub(super) fn close_table(&mut self, close: &'static str) {
        self.table = None;
        self.push_html(close);
    }
}

/// Whether the longest words of the columns have no room beside each other on a sheet of paper.
fn is_wide(table: &str, columns: usize) -> bool {
    let mut longest = vec![0; columns];
    for row in table.lines().filter(|row| !row.trim_matches(['|', '-', ':', ' ', '>']).is_empty()) {
        for (longest, cell) in longest.iter_mut().zip(cells(row)) {
            *longest = longest_word(cell).max(*longest);
        }
    }
    longest.iter().map(|letters| letters + BETWEEN).sum::<usize>() > SHEET
}

/// How many letters of a cell stay together on a line. Where a link leads is not to be seen.
fn longest_word(cell: &str) -> usize {
    let words = cell.split_whitespace().filter_map(|word| word.split("](").next());
    words.flat_map(|word| word.split_inclusive('-')).map(|part| part.chars().count()).max().unwrap_or(0)
}

/// The cells of a row: a `|` ends one, in code as well, unless a `\\` stands before it (GFM, "Tables").
fn cells(row: &str) -> Vec<&str> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
    let mut escaped = false;
    let is_end = |c: char| {
        let is_end = c == '|' && !escaped;
        escaped = c == '\\' && !escaped;
        is_end
    };
    row.split(is_end).collect()
}
