//! What kinds of characters there are, as far as reading a brief asks.
//!
//! In: characters and strings. Out: answers, and strings that XML can hold. Refuses to know: lines, mark-up.

use std::borrow::Cow;

use memchr::memmem;
use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// White space, and the marks without width that word processors leave behind.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{feff}' | '\u{200b}')
}

/// Chinese, Japanese and Korean writing with its punctuation, and the quotes and dashes which Chinese shares with
/// Latin: in these briefs they are Chinese.
pub(super) fn is_cjk(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{fe10}'..='\u{fe1f}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '\u{2460}'..='\u{24ff}')
}

/// Punctuation and symbols, as CommonMark 0.31 counts them for the flanking of `*`.
pub(super) fn is_punctuation(character: char) -> bool {
    use GeneralCategory as Is;
    character.is_ascii_punctuation()
        || !character.is_ascii()
            && matches!(
                get_general_category(character),
                Is::ConnectorPunctuation
                    | Is::DashPunctuation
                    | Is::OpenPunctuation
                    | Is::ClosePunctuation
                    | Is::InitialPunctuation
                    | Is::FinalPunctuation
                    | Is::OtherPunctuation
                    | Is::MathSymbol
                    | Is::CurrencySymbol
                    | Is::ModifierSymbol
                    | Is::OtherSymbol
            )
}

/// Whether an XML document, and so an EPUB, can hold the character.
fn is_legal(character: char) -> bool {
    !matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The text with a replacement character for each one that XML cannot hold.
pub(super) fn legal(text: &str) -> Cow<'_, str> {
    // U+FFFE and U+FFFF are EF BF BE and EF BF BF. Looking at bytes is the quick way to know that nothing is there.
    let control =
        text.bytes().fold(false, |found, byte| found | (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')));
    if !control && memmem::find(text.as_bytes(), b"\xef\xbf").is_none() {
        return text.into();
    }
    text.chars().map(|c| if is_legal(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// The text in half-width characters and one form for each character, as NFKC has it.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    // Nearly all texts are so already, and asking costs far less than normalizing; characters and ASCII always are.
    if text.chars().all(is_settled) {
        return text.into();
    }
    match is_nfkc_quick(text.chars()) {
        IsNormalized::Yes => text.into(),
        _ => text.nfkc().collect(),
    }
}

/// A name as it is compared: full-width and half-width, capitals, blanks, `_` and `-` make no difference.
pub(super) fn folded(name: &str) -> String {
    let dash = |c: char| if c == '-' { '_' } else { c };
    let mut folded = String::with_capacity(name.len());
    for character in plain(name).chars().filter(|c| !is_blank(*c)).map(dash) {
        match is_settled(character) {
            true => folded.push(character.to_ascii_lowercase()),
            false => folded.extend(character.to_lowercase()),
        }
    }
    folded
}

/// A character that has one form only: ASCII (but for its capitals), and the common Chinese characters.
fn is_settled(character: char) -> bool {
    character.is_ascii() || matches!(character, '\u{4e00}'..='\u{9fff}')
}

/// Characters of an author's text that a message quotes.
const QUOTED: usize = 40;

/// The beginning of a text on one line, to be quoted in a message.
pub(super) fn excerpt(text: &str) -> String {
    let shown = legal(text.trim());
    let mut line: String = shown.chars().take(QUOTED).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    if shown.chars().nth(QUOTED).is_some() {
        line.push('…');
    }
    line
}

/// Whether a line begins as the parts of an official text do: `一、` or `（一）` (GB/T 9704-2012, 7.3.3).
pub fn is_numbered(line: &str) -> bool {
    let bracketed = line.strip_prefix(['（', '(']);
    let rest = bracketed.unwrap_or(line);
    let number = rest.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    let digits = (rest.len() - number.len()) / "一".len();
    (1..=3).contains(&digits) && number.starts_with(if bracketed.is_some() { &['）', ')'][..] } else { &['、'][..] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_punctuation_is_both() {
        for character in "，。：“”《》（）、—…％".chars() {
            assert!(is_cjk(character) && is_punctuation(character), "{character}");
        }
        assert!(is_cjk('甲') && !is_punctuation('甲'));
        assert!(!is_cjk('%') && is_punctuation('%'));
        // A private-use character must look like a letter to the Markdown parser.
        assert!(!is_punctuation('\u{e000}') && !is_blank('\u{e000}'));
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(legal("甲\0乙\u{1b}\u{ffff}\t\n"), "甲\u{fffd}乙\u{fffd}\u{fffd}\t\n");
    }

    #[test]
    fn a_long_text_is_quoted_by_its_beginning() {
        assert_eq!(excerpt(" 甲\n乙 "), "甲 乙");
        assert_eq!(excerpt(&"长".repeat(41)), "长".repeat(40) + "…");
    }

    #[test]
    fn names_are_compared_without_width_and_blanks() {
        assert_eq!(folded("　标 题 "), "标题");
        assert_eq!(folded("Ａpprover-Role"), folded("approver_role"));
    }
}
