//! The remedy for Chinese punctuation beside `*` and `~~`.
//!
//! In: the Markdown of a body. Out: the same with marks put in, for the Markdown parser; the way back from its places
//! and strings to the author's. Refuses to know: events, trees.
//!
//! CommonMark lets a run of `*` begin or end emphasis by looking at its two neighbours, and takes for granted that
//! words are parted by blanks. So it neither closes `**注意：**后面` nor opens `这是**“三夏”**工作`: punctuation on one
//! side, a letter on the other. Where one of the two is Chinese, a private-use character is put between the run and
//! the punctuation; the parser takes it for a letter, and letters on both sides may begin and end emphasis.
//!
//! A run between two digits (`2*3*4`, `3~~5`) is no mark-up but a sign, and stands in for by another such
//! character, lest it vanish. All of them are taken out again from every string, code and addresses too, so that it
//! does not matter where they were put. A text which holds every private-use character itself goes without the remedy.

use memchr::{memchr, memchr2, memmem};

use super::characters::{is_cjk, is_punctuation, legal};

/// Bytes of every private-use character of the basic plane.
const MARK_BYTES: usize = 3;

/// A text with marks.
pub(super) struct Mended<'a> {
    original: &'a str,
    text: Option<String>,
    marks: [char; 3],
    /// For each mark the end of it in the mended text and how much longer that text is up to there.
    shifts: Vec<(usize, usize)>,
}

/// A run of `*` or `~~` and what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    MarkBefore,
    MarkAfter,
    /// Every character of the run is replaced.
    Sign,
}

impl<'a> Mended<'a> {
    /// Puts the marks in.
    pub(super) fn new(original: &'a str) -> Self {
        let mut mended = Mended { original, text: None, marks: ['\0'; 3], shifts: Vec::new() };
        let needs = needs(original);
        if let (false, Some(marks)) = (needs.is_empty(), free_marks(original)) {
            mended.marks = marks;
            mended.put(&needs);
        }
        mended
    }

    /// The text for the parser.
    pub(super) fn text(&self) -> &str {
        self.text.as_deref().unwrap_or(self.original)
    }

    /// Where a place of the mended text lies in the original.
    pub(super) fn place(&self, at: usize) -> usize {
        let passed = self.shifts.partition_point(|(end, _)| *end <= at);
        at - passed.checked_sub(1).map_or(0, |last| self.shifts[last].1)
    }

    /// A string of the parser as the author wrote it, without what XML cannot hold.
    pub(super) fn restored(&self, text: &str) -> String {
        let [joint, star, tilde] = self.marks;
        // A private-use character begins with EE, or with EF from U+F000 on.
        let marked = || self.marks[2] > '\u{efff}' || memchr(0xee, text.as_bytes()).is_some();
        if self.text.is_none() || !marked() || !text.contains(self.marks) {
            return legal(text).into_owned();
        }
        let unmarked = text.chars().filter(|c| *c != joint).map(|c| match c {
            c if c == star => '*',
            c if c == tilde => '~',
            c => c,
        });
        legal(&unmarked.collect::<String>()).into_owned()
    }

    fn put(&mut self, needs: &[(usize, usize, Need)]) {
        let mut text = String::with_capacity(self.original.len() + needs.len() * MARK_BYTES);
        let mut from = 0;
        for &(start, end, need) in needs {
            let until = if need == Need::MarkAfter { end } else { start };
            text.push_str(&self.original[from..until]);
            from = until;
            if need == Need::Sign {
                from = end;
                for sign in self.original[start..end].chars() {
                    self.mark(&mut text, self.marks[if sign == '*' { 1 } else { 2 }], 1);
                }
            } else {
                self.mark(&mut text, self.marks[0], 0);
            }
        }
        text.push_str(&self.original[from..]);
        self.text = Some(text);
    }

    /// Adds a mark which stands for `replaced` bytes.
    fn mark(&mut self, text: &mut String, mark: char, replaced: usize) {
        text.push(mark);
        let longer = self.shifts.last().map_or(0, |(_, longer)| *longer);
        self.shifts.push((text.len(), longer + MARK_BYTES - replaced));
    }
}

/// The runs that need something, in order.
fn needs(text: &str) -> Vec<(usize, usize, Need)> {
    let mut needs = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr2(b'*', b'~', &text.as_bytes()[at..]) {
        let mut start = at + found;
        let sign = char::from(text.as_bytes()[start]);
        at = text.len() - text[start..].trim_start_matches(sign).len();
        let backslashes = text[..start].len() - text[..start].trim_end_matches('\\').len();
        // The first character after an odd number of backslashes stands for itself.
        start += backslashes % 2;
        if start < at && (sign == '*' || at - start == 2) {
            needs.extend(need(text, start, at).map(|need| (start, at, need)));
        }
    }
    needs
}

/// What the run needs, by its neighbours. With a blank, a line's end or nothing beside it, CommonMark is right.
fn need(text: &str, start: usize, end: usize) -> Option<Need> {
    let before = text[..start].chars().next_back().filter(|c| !c.is_whitespace())?;
    let after = text[end..].chars().next().filter(|c| !c.is_whitespace())?;
    if before.is_ascii_digit() && after.is_ascii_digit() {
        return Some(Need::Sign);
    }
    let chinese = is_cjk(before) || is_cjk(after);
    match (is_punctuation(before), is_punctuation(after)) {
        (true, false) if chinese => Some(Need::MarkBefore),
        (false, true) if chinese => Some(Need::MarkAfter),
        _ => None,
    }
}

/// Three private-use characters which the text does not hold, not even as a numeric reference.
fn free_marks(text: &str) -> Option<[char; 3]> {
    // Hardly any text holds one of the first ones, U+E000 to U+EFFF, which begin with EE.
    if memchr(0xee, text.as_bytes()).is_none() && memmem::find(text.as_bytes(), b"&#").is_none() {
        return Some(['\u{e000}', '\u{e001}', '\u{e002}']);
    }
    let mut used = vec![false; 0xf900 - 0xe000];
    let mut note =
        |code: u32| code.checked_sub(0xe000).and_then(|at| used.get_mut(at as usize)).map(|used| *used = true);
    text.chars().for_each(|c| _ = note(c as u32));
    text.split("&#").skip(1).filter_map(reference).for_each(|code| _ = note(code));
    let free = (0xe000..0xf900).zip(used).filter(|(_, used)| !used).filter_map(|(code, _)| char::from_u32(code));
    free.take(3).collect::<Vec<_>>().try_into().ok()
}

/// The number of a numeric reference, from behind its `&#`.
fn reference(rest: &str) -> Option<u32> {
    let (rest, radix) = rest.strip_prefix(['x', 'X']).map_or((rest, 10), |hex| (hex, 16));
    let length = rest.bytes().take(8).take_while(u8::is_ascii_hexdigit).count();
    u32::from_str_radix(&rest[..length], radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The mended text with `|` for every mark.
    fn mended(text: &str) -> String {
        let mended = Mended::new(text);
        mended.text().replace(|c| ('\u{e000}'..'\u{f900}').contains(&c), "|")
    }

    #[test]
    fn a_mark_stands_between_the_run_and_the_punctuation() {
        assert_eq!(mended("**注意：**后面"), "**注意：|**后面");
        assert_eq!(mended("这是**“三夏”**工作"), "这是**|“三夏”|**工作");
        assert_eq!(mended("**100%**以上"), "**100%|**以上");
        assert_eq!(mended("~~废止。~~后面"), "~~废止。|~~后面");
    }

    #[test]
    fn where_commonmark_is_right_nothing_is_put() {
        for text in [
            "普通 * 星号 * 文本",
            "a*b*c",
            "* 甲",
            "***",
            "~~~甲",
            "甲~（乙）~丙",
            "**!a!**b",
            "_（甲）_乙",
            "**甲**。",
        ] {
            let expected = if text == "**甲**。" { "**甲**|。" } else { text };
            assert_eq!(mended(text), expected);
        }
    }

    #[test]
    fn an_escaped_star_is_no_run() {
        assert_eq!(mended("甲\\*（乙）"), "甲\\*（乙）");
        assert_eq!(mended("甲\\\\*乙"), "甲\\\\|*乙");
        assert_eq!(mended("\\**甲"), "\\*|*甲");
    }

    #[test]
    fn a_run_between_digits_is_a_sign() {
        assert_eq!(mended("2*3*4"), "2|3|4");
        assert_eq!(Mended::new("2*3~~4").restored(Mended::new("2*3~~4").text()), "2*3~~4");
    }

    #[test]
    fn a_text_with_every_private_character_goes_without() {
        let all: String = ('\u{e000}'..='\u{f8ff}').collect();
        let text = format!("**注意：**后面{all}");
        assert_eq!(Mended::new(&text).text(), text);
        assert_eq!(free_marks("\u{e000}&#xE001;&#57346;"), Some(['\u{e003}', '\u{e004}', '\u{e005}']));
    }

    proptest! {
        #[test]
        fn strings_and_places_find_their_way_back(text in "([*~]{1,3}|[甲乙a2]|[：“”。（!]| |\\\\|\u{e000}){0,40}") {
            let mended = Mended::new(&text);
            prop_assert_eq!(mended.restored(mended.text()), text.clone());
            for (at, _) in mended.text().char_indices() {
                let back = mended.place(at);
                prop_assert_eq!(mended.restored(&mended.text()[..at]), &text[..back]);
            }
            prop_assert_eq!(mended.place(mended.text().len()), text.len());
        }
    }
}
