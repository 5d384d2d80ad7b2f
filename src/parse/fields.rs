//! Gives the fields of a header their meaning.
//!
//! In: fields as written. Out: a brief without its body; findings about unknown and repeated fields, dates and
//! periods. Refuses to know: how a line is read, which units, kinds and titles exist, what is missing.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::characters::{excerpt, folded, is_blank, legal};
use super::dates::{self, DateFault};
use super::header::{Field, Header};
use super::lines::{slice, trimmed};
use super::notes::Notes;
use super::value::Value;
use crate::diagnostic::catalog::header as say;
use crate::model::{Approval, Brief, Classification, Period, Span, Spanned};

/// What a field is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Title,
    Unit,
    Kind,
    Date,
    Period,
    Approver,
    ApproverRole,
    Approved,
    Liaison,
    Phone,
    Group,
    Tags,
    Series,
    Classification,
}

/// Each key with its name, its English alias and, where there is no doubt, what people write instead; all of them
/// as `folded` leaves them.
static KEYS: [(Key, &str, &[&str]); 14] = [
    (Key::Title, "标题", &["title", "题目"]),
    (Key::Unit, "单位", &["unit", "报送单位"]),
    (Key::Kind, "类型", &["kind"]),
    (Key::Date, "报送日期", &["date"]),
    (Key::Period, "所属期", &["period"]),
    (Key::Approver, "审签人", &["approver"]),
    (Key::ApproverRole, "审签职务", &["approver_role"]),
    (Key::Approved, "审签日期", &["approved"]),
    (Key::Liaison, "联络员", &["liaison"]),
    (Key::Phone, "电话", &["phone", "联系电话"]),
    (Key::Group, "专项小组", &["group"]),
    (Key::Tags, "关键词", &["tags"]),
    (Key::Series, "投向", &["series"]),
    (Key::Classification, "密级", &["classification"]),
];

/// The key of that name or alias, and the name.
fn known(written: &str) -> Option<(Key, &'static str)> {
    let named = |key: &str| KEYS.iter().find(|(_, name, others)| *name == key || others.contains(&key));
    // Nearly every key is written as it stands in the table: only the others are worth folding.
    let found = named(written).or_else(|| named(&folded(written)));
    found.map(|(key, name, _)| (*key, *name))
}

/// Whether a field of that name exists.
pub(super) fn is_known(written: &str) -> bool {
    known(written).is_some()
}

/// The name of a known field that is not left empty.
pub(super) fn filled(field: &Field, text: &str) -> Option<&'static str> {
    known(&field.key.value).filter(|_| one_text(&field.value, text).is_some()).map(|(_, name)| name)
}

/// The name or alias that looks most like it.
fn nearest(written: &str) -> Option<&'static str> {
    let written = folded(written);
    let names = KEYS.iter().flat_map(|(_, name, others)| std::iter::once(*name).chain(others.iter().copied()));
    names
        .map(|name| (strsim::normalized_damerau_levenshtein(&written, name), name))
        .filter(|(likeness, _)| *likeness >= 0.5)
        // The first of the best: `max_by` would take the last.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, name)| name)
}

/// A brief with what its header says; `text` is the text of which the header is part.
pub(super) fn brief(header: &Header, text: &str, notes: &mut Notes<'_, '_>) -> Brief {
    let mut filling =
        Filling { text, notes, seen: Vec::new(), brief: Brief { header: header.span, ..Brief::default() } };
    header.fields.iter().for_each(|field| filling.field(field));
    filling.brief
}

struct Filling<'a, 'r, 'n, 'f> {
    text: &'a str,
    notes: &'r mut Notes<'n, 'f>,
    seen: Vec<Key>,
    brief: Brief,
}

impl Filling<'_, '_, '_, '_> {
    fn field(&mut self, field: &Field) {
        let Some((key, name)) = known(&field.key.value) else { return self.unknown(&field.key) };
        // An empty value is none, so that a filled-in line below an empty one from a form is no repetition.
        let Some(value) = one_text(&field.value, self.text) else { return };
        if self.seen.contains(&key) {
            return self.notes.at(field.key.span, say::header_twice(name));
        }
        self.seen.push(key);
        self.take(key, name, value, &field.value);
    }

    fn take(&mut self, key: Key, name: &str, value: Spanned<String>, whole: &Value) {
        let Brief { approval: Approval { by, role, on }, .. } = &mut self.brief;
        match key {
            Key::Approver => *by = Some(value),
            Key::ApproverRole => *role = Some(value),
            Key::Approved => *on = day(name, value, self.notes),
            Key::Title => self.brief.title = Some(value),
            Key::Unit => self.brief.units = names(whole, self.text),
            Key::Kind => self.brief.kind = Some(value),
            Key::Date => self.brief.date = day(name, value, self.notes),
            Key::Period => self.brief.period = period(value, self.notes),
            Key::Liaison => self.brief.liaison = Some(value),
            Key::Phone => self.brief.phone = Some(value),
            Key::Group => self.brief.group = Some(value),
            Key::Tags => self.brief.tags = names(whole, self.text),
            Key::Series => self.brief.series = Some(value),
            Key::Classification => self.brief.classification = Some(value.map(classification)),
        }
    }

    fn unknown(&mut self, key: &Spanned<String>) {
        if self.notes.wants(&say::HEADER_UNKNOWN) {
            self.notes.at(key.span, say::header_unknown(&excerpt(&key.value), nearest(&key.value)));
        }
    }
}

/// The value as one text that is not blank. A list in brackets is taken as written, since a title may stand in
/// brackets; the items of other lists are joined.
fn one_text(value: &Value, text: &str) -> Option<Spanned<String>> {
    let written = match value {
        Value::Empty => return None,
        Value::Scalar(scalar) => scalar.clone(),
        Value::List(items, _) if items.is_empty() => return None,
        Value::List(items, span) if text[span.start..].starts_with(['-', '－']) => {
            let texts = items.iter().map(|item| item.value.as_str()).filter(|item| !item.is_empty());
            Spanned::new(texts.collect::<Vec<_>>().join("、"), *span)
        }
        Value::List(_, span) => Spanned::new(slice(text, *span).to_owned(), *span),
    };
    let kept = written.map(|text| legal(text.trim_matches(is_blank)).into_owned());
    (!kept.value.is_empty()).then_some(kept)
}

/// The names in a value, in order, each once. Names are split wherever people put something between them: none of
/// those signs is part of a name.
fn names(value: &Value, text: &str) -> Vec<Spanned<String>> {
    let parts = match value {
        Value::Empty => Vec::new(),
        Value::Scalar(scalar) => split(scalar, text),
        Value::List(items, _) => items.iter().flat_map(|item| split(item, text)).collect(),
    };
    let mut seen = HashSet::new();
    parts.into_iter().filter(|name| !name.value.is_empty() && seen.insert(folded(&name.value))).collect()
}

fn split(scalar: &Spanned<String>, text: &str) -> Vec<Spanned<String>> {
    // A quoted text with escapes stands otherwise in the source: then every part has the place of the whole.
    let offset = slice(text, scalar.span).find(&scalar.value).map(|at| at + scalar.span.start);
    let mut at = 0;
    let mut parts = Vec::new();
    for part in scalar.value.split_inclusive(['、', ',', '，', ';', '；']) {
        let end = at + part.trim_end_matches(['、', ',', '，', ';', '；']).len();
        let inner = trimmed(&scalar.value, Span::new(at, end));
        let place = offset.map_or(scalar.span, |by| inner.shifted(by));
        parts.push(Spanned::new(legal(slice(&scalar.value, inner)).into_owned(), place));
        at += part.len();
    }
    parts
}

fn classification(written: String) -> Classification {
    if folded(&written) == "公开" { Classification::Public } else { Classification::Restricted(written) }
}

fn day(field: &str, written: Spanned<String>, notes: &mut Notes<'_, '_>) -> Option<Spanned<NaiveDate>> {
    match dates::day(&written.value) {
        Ok(day) => return Some(Spanned::new(day, written.span)),
        Err(DateFault::Form) => notes.at(written.span, say::date_form(field, &excerpt(&written.value))),
        Err(DateFault::Impossible) => notes.at(written.span, say::date_impossible(field, &excerpt(&written.value))),
    }
    None
}

fn period(written: Spanned<String>, notes: &mut Notes<'_, '_>) -> Option<Spanned<Period>> {
    let period = dates::period(&written.value);
    if period.is_none() {
        notes.at(written.span, say::period_form(&excerpt(&written.value)));
    }
    period.map(|period| Spanned::new(period, written.span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_names_as_they_are_compared() {
        for name in KEYS.iter().flat_map(|(_, name, others)| others.iter().chain([name])) {
            assert_eq!(folded(name), *name);
        }
    }
}
