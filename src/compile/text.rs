//! A received text → the text of an item that an editor can edit: what is to be printed of its header, and its words.
//!
//! In: the original, whether it is wanted as written, what the office lets stand. Out: Markdown. What is certain is put right, unless the office
//! accepted the text as written. Refuses to know: folders, issues, decisions.

use crate::config::Settings;
use crate::diagnostic::{Code, Findings, Severity, Source};
use crate::error::Result;
use crate::intake::{self, Submission};
use crate::model::{Brief, Digest, Edits, Spanned};
use crate::normal;
use crate::parse;
use crate::register::{Asset, Entry, Originals};
use crate::rules::gate;

/// A received text, and how it is wanted.
pub struct Received<'a> {
    /// Where it lay.
    pub path: &'a str,
    /// The text.
    pub digest: Digest,
    /// What belongs to it.
    pub assets: &'a [Asset],
    /// Whether it is to be printed as written.
    pub as_written: bool,
}

/// The item that the tool makes of a received text. A number that stops it, and against which it was accepted all the
/// same, is masked, unless the office lets it stand: what must not be let out does not even get into a draft.
pub fn of(
    received: &Received<'_>,
    settings: &Settings,
    entry: Option<&Entry>,
    originals: &Originals,
) -> Result<String> {
    let header = originals.header_of(received.assets)?;
    let bytes = originals.get(received.digest)?;
    let mut source = Submission::kept(received.path, "", bytes, header.as_ref()).source;
    let mut brief = read(&source);
    let put_right = |brief: &Brief, source: &Source| match received.as_written {
        true => Edits::default(),
        false => normal::edits(source, brief),
    };
    let stands = |code: &Code| waived(entry, received.digest, code);
    let stops = |code: &'static Code| settings.severity(code) == Some(Severity::Error) && !stands(code);
    let masks = |brief: &Brief, source: &Source| gate::masks(source, brief, &settings.gate, &stops);
    for edits in [&put_right as &dyn Fn(&Brief, &Source) -> Edits, &masks] {
        let edits = edits(&brief, &source);
        if !edits.is_empty() {
            source = Source::new(received.path, edits.applied(&source.text));
            brief = read(&source);
        }
    }
    Ok(item(&source, &brief, intake::folder_of(received.path)))
}

fn read(source: &Source) -> Brief {
    parse::brief(source, &mut Findings::about(source))
}

fn waived(entry: Option<&Entry>, text: Digest, code: &Code) -> bool {
    let all = entry.map_or(&[][..], |entry| &entry.waived);
    all.iter().any(|waived| waived.digest == text && waived.code == code.name)
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
