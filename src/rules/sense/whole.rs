//! The wording of a text as one string, with the way back to its places.
//!
//! In: passages. Out: their characters one after the other, a line feed between two. Refuses to know: what is looked for.

use crate::model::{Passage, Prose, Role, Span};

/// Passages in one string.
pub(super) struct Whole<'a> {
    /// Their characters.
    pub text: String,
    /// The passages, and where each begins in `text`.
    pub parts: Vec<(usize, &'a Passage)>,
}

impl<'a> Whole<'a> {
    /// The passages of a prose that are sentences, and whose role is wanted.
    pub fn of(prose: &'a Prose, wanted: impl Fn(Role) -> bool) -> Self {
        let room = prose.passages.iter().map(|passage| passage.text.len() + 1).sum();
        let mut whole = Whole { text: String::with_capacity(room), parts: Vec::new() };
        for passage in prose.wording().filter(|passage| wanted(passage.role)) {
            whole.parts.push((whole.text.len(), passage));
            whole.text.push_str(&passage.text);
            whole.text.push('\n');
        }
        whole
    }

    /// What the passage is in which the byte `at` stands.
    pub fn role(&self, at: usize) -> Option<Role> {
        let at = self.parts.partition_point(|(begin, _)| *begin <= at).checked_sub(1)?;
        self.parts.get(at).map(|(_, passage)| passage.role)
    }

    /// Where the bytes `start..end` were written; what goes on behind a passage ends with it.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let at = self.parts.partition_point(|(begin, _)| *begin <= start).saturating_sub(1);
        match self.parts.get(at) {
            Some((begin, passage)) => passage.span(start - begin, (end - begin).min(passage.text.len())),
            None => Span::default(),
        }
    }
}

/// The last `count` characters of a text.
pub(super) fn tail(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(at, _)| at);
    if count == 0 { "" } else { &text[start..] }
}

/// The first `count` characters of a text.
pub(super) fn head(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(at, _)| &text[..at])
}

/// Where the sentence begins that holds the byte `at`.
pub(super) fn sentence_start(text: &str, at: usize) -> usize {
    let before = &text[..at];
    before.rfind(ends_sentence).map_or(0, |end| end + before[end..].chars().next().map_or(0, char::len_utf8))
}

/// The rest of the sentence from the byte `at`, without its mark.
pub(super) fn rest_of_sentence(text: &str, at: usize) -> &str {
    text[at..].split(ends_sentence).next().unwrap_or_default()
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '\n')
}

/// A Chinese number at the end of a text: where it begins, and what it says.
pub(super) fn number_before(text: &str) -> Option<(usize, u32)> {
    let is_numeral = |c: char| "〇零一二两三四五六七八九十百".contains(c);
    let last = text.chars().next_back()?;
    if last.is_ascii_digit() {
        let start = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let grouped = text[..start].ends_with(['.', '．', ',']);
        return if grouped { None } else { Some((start, text[start..].parse().ok()?)) };
    }
    let start = text.trim_end_matches(is_numeral).len();
    let written = text.get(start..).filter(|written| !written.is_empty())?;
    Some((start, chinese_number::from_chinese_to_u32_ten_thousand(written).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_both_writings() {
        for (text, number) in
            [("推出三", 3), ("十二", 12), ("两", 2), ("共20", 20), ("二十一", 21), ("一百二十五", 125)]
        {
            assert_eq!(number_before(text).map(|(_, number)| number), Some(number), "{text}");
        }
        for text in ["", "改革", "1.5", "1,234"] {
            assert_eq!(number_before(text), None, "{text}");
        }
    }

    #[test]
    fn heads_and_tails_are_cut_at_characters() {
        assert_eq!((head("一二三", 2), tail("一二三", 2)), ("一二", "二三"));
        assert_eq!((head("一", 5), tail("一", 5), tail("一", 0)), ("一", "一", ""));
        assert_eq!(sentence_start("甲。乙丙", "甲。乙".len()), "甲。".len());
        assert_eq!(rest_of_sentence("甲。乙丙！丁", "甲。".len()), "乙丙");
    }
}
