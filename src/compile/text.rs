//! A received text → the text of an item that an editor can edit: what is to be printed of its header, and its words.
//!
//! In: the original, whether it is wanted as written. Out: Markdown. What is certain is put right, unless the office
//! accepted the text as written. Refuses to know: folders, issues, decisions.

use crate::diagnostic::{Findings, Source};
use crate::error::Result;
use crate::intake::Submission;
use crate::model::{Brief, Digest, Spanned};
use crate::normal::{self, Proper};
use crate::parse;
use crate::register::Originals;

/// The item that the tool makes of the text which lay at `path`.
pub fn of_received(path: &str, digest: Digest, as_written: bool, originals: &Originals) -> Result<String> {
    let submission = Submission::of_bytes(path, "", originals.get(digest)?, None);
    let brief = parse::brief(&submission.source, &mut Findings::about(&submission.source));
    let folder = path.split('/').nth(1).unwrap_or_default();
    Ok(if as_written { item(&submission.source, &brief, folder) } else { proper(&submission.source, &brief, folder) })
}

fn proper(source: &Source, brief: &Brief, folder: &str) -> String {
    let edits = normal::edits(source, brief);
    if edits.is_empty() {
        return item(source, brief, folder);
    }
    let proper = Proper::of(source, &edits, &mut Findings::about_changed(source, &edits));
    item(&proper.source, &proper.brief, folder)
}

/// The text of an item: only what is to be printed of the header, then the unit's own words.
fn item(source: &Source, brief: &Brief, folder_unit: &str) -> String {
    let mut units: Vec<&str> = brief.units.iter().map(|unit| unit.value.as_str()).collect();
    if units.is_empty() {
        units.push(folder_unit);
    }
    let mut out = String::from("---\n");
    let mut field = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("{key}: {value}\n"));
        }
    };
    let one = |text: &Option<Spanned<String>>| text.as_ref().map(|text| quoted(&text.value));
    field("标题", one(&brief.title));
    field("单位", Some(list(&units)));
    field("类型", one(&brief.kind));
    field("专项小组", one(&brief.group));
    let tags: Vec<&str> = brief.tags.iter().map(|tag| tag.value.as_str()).collect();
    field("关键词", (!tags.is_empty()).then(|| list(&tags)));
    out.push_str("---\n\n");
    out.push_str(&body_text(source));
    out
}

/// Everything after the header, with line feeds only. (A heading that served as the title may stay: reading takes it for
/// the title again.)
fn body_text(source: &Source) -> String {
    let body = source.text[parse::body_span(source).start..].replace("\r\n", "\n").replace('\r', "\n");
    format!("{}\n", body.trim_matches(['\n', ' ', '\u{feff}']))
}

fn list(values: &[&str]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A value between double quotes, as YAML has it.
fn quoted(value: &str) -> String {
    let escaped = value.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r', '\t'], " ");
    format!("\"{escaped}\"")
}
