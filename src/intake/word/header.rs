//! The header of a transcript.
//!
//! In: fields that stood on the page, and the header in a file of its own, if there is one. Out: the lines of one
//! header, which the header's reader reads as any other. A field that is given twice with the same value is given
//! once; where the values differ the reader tells. Refuses to know: what values mean.

use super::form::Placed;
use super::labels::is_blank;
use super::write::Line;
use crate::parse::HeaderText;

/// The lines from fence to fence.
pub(super) fn lines(form: Vec<Placed>, customary: Vec<Placed>, beside: Option<(&str, &HeaderText)>) -> Vec<Line> {
    let taken = |name: &str| beside.is_some_and(|(_, header)| header.keys.contains(&name));
    let mut fields: Vec<Placed> = Vec::new();
    for ((name, value), place) in form.into_iter().chain(customary) {
        let value = if name == "关键词" { parted(&value) } else { value };
        let known = fields.iter().any(|((other, same), _)| *other == name && bare(same) == bare(&value));
        if !known && !taken(&name) && !value.is_empty() {
            fields.push(((name, value), place));
        }
    }
    let fence = || ("---".to_owned(), String::new());
    let mut lines = vec![fence()];
    lines.extend(fields.into_iter().map(|((name, value), place)| (format!("{name}: {}", quoted(&value)), place)));
    if let Some((file, header)) = beside {
        let placed = |(number, line): &(usize, String)| (line.clone(), format!("“{file}”第{number}行"));
        lines.extend(header.lines.iter().map(placed));
    }
    lines.push(fence());
    lines
}

/// Keywords that are parted by blanks, as the subject words of official papers were, parted by a sign.
fn parted(value: &str) -> String {
    if value.contains(['、', ',', '，', ';', '；']) {
        return value.to_owned();
    }
    value.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("、")
}

fn bare(value: &str) -> String {
    value.chars().filter(|c| !is_blank(*c)).collect()
}

/// A value between double quotes, as YAML has it.
fn quoted(value: &str) -> String {
    let line: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
}
