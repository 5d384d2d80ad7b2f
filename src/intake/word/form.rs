//! A form: a small table at the head or tail of the page that holds the fields of the brief.
//!
//! In: the blocks of a page. Out: fields; the table leaves the page. A table is a form when every row of it is: a
//! label and its value, side by side, or a row of labels over a row of values. A table with figures is none.
//! Refuses to know: what values mean.

use super::labels::{self, Field};
use super::page::{Block, Cell, Page, Table};

/// How many blocks that are not empty may stand before a form.
const BEFORE: usize = 5;
/// Rows of the largest form.
const MOST_ROWS: usize = 30;
/// Different fields that make a form.
const FEWEST: usize = 2;

/// A field with where it stood.
pub(super) type Placed = (Field, String);

/// Takes the forms off the page.
pub(super) fn take(page: &mut Page) -> Vec<Placed> {
    let filled: Vec<usize> = (0..page.blocks.len()).filter(|at| !page.blocks[*at].is_empty()).collect();
    let head = filled.iter().take(BEFORE).copied().find(|at| is_table(&page.blocks[*at]));
    let tail = filled.last().copied().filter(|at| is_table(&page.blocks[*at]) && Some(*at) != head);
    let mut found = Vec::new();
    // The tail first, so that the place of the head stays what it is.
    for at in tail.into_iter().chain(head) {
        let Block::Table(table) = &page.blocks[at] else { continue };
        if let Some(fields) = fields(table) {
            found.splice(0..0, fields);
            page.blocks.remove(at);
        }
    }
    found
}

fn is_table(block: &Block) -> bool {
    matches!(block, Block::Table(_))
}

/// The fields of a form, with where they stand; `None` when the table is none.
fn fields(table: &Table) -> Option<Vec<Placed>> {
    if table.rows.len() > MOST_ROWS {
        return None;
    }
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| texts(row)).collect();
    let place = |row: usize| format!("表{}第{}行", table.order, row + 1);
    let mut found: Vec<Placed> = Vec::new();
    let mut known = 0;
    if let Some(pairs) = under_each_other(&rows) {
        known = pairs.iter().filter(|(label, _)| labels::field(label).is_some()).count();
        pairs.iter().for_each(|(label, value)| add(&mut found, label, value, place(1)));
    } else {
        for (at, row) in rows.iter().enumerate() {
            for (label, value) in side_by_side(row)? {
                known += usize::from(labels::field(&label).is_some());
                add(&mut found, &label, &value, place(at));
            }
        }
    }
    (known >= FEWEST).then_some(found)
}

fn texts(row: &[Cell]) -> Vec<String> {
    row.iter().filter(|cell| !cell.merged).map(|cell| cell.text().trim_matches(labels::is_blank).to_owned()).collect()
}

fn add(found: &mut Vec<Placed>, label: &str, value: &str, place: String) {
    let mut fields = Vec::new();
    match labels::field(label) {
        Some(name) => labels::push(&mut fields, name, value),
        // The header reader tells of a field that nobody knows.
        None => labels::push(&mut fields, &plain(label), value),
    }
    found.extend(fields.into_iter().map(|field| (field, place.clone())));
}

/// A row of labels over a row of values.
fn under_each_other(rows: &[Vec<String>]) -> Option<Vec<Field>> {
    let [head, values] = rows else { return None };
    let all = head.len() == values.len() && head.len() > 2 && head.iter().all(|label| labels::field(label).is_some());
    all.then(|| head.iter().cloned().zip(values.iter().cloned()).collect())
}

/// Labels and values in turn; `None` when the row is something else. A cell may hold both, with a colon between.
fn side_by_side(row: &[String]) -> Option<Vec<Field>> {
    let mut pairs = Vec::new();
    let mut cells = row.iter().peekable();
    while let Some(cell) = cells.next() {
        if cell.is_empty() {
            continue;
        }
        if let Some(inner) = labels::fields(cell).filter(|_| labels::field(cell).is_none()) {
            pairs.extend(inner);
            continue;
        }
        if labels::field(cell).is_none() && !is_label(cell) {
            return None;
        }
        let value = cells.next_if(|next| labels::field(next).is_none());
        pairs.push((cell.clone(), value.cloned().unwrap_or_default()));
    }
    Some(pairs)
}

/// A short word that can be a field's name, known or not.
fn is_label(cell: &str) -> bool {
    let name = plain(cell);
    (2..=8).contains(&name.chars().count()) && name.chars().all(char::is_alphabetic)
}

fn plain(label: &str) -> String {
    label.chars().filter(|c| !labels::is_blank(*c) && !matches!(c, '：' | ':')).collect()
}
