//! Runs of digits as people write numbers: full-width or not, in groups with blanks or dashes between.
//!
//! In: a text. Out: runs of groups with their places, and a quick look whether there is any.
//! Refuses to know: what numbers mean.

/// Fewest digits that are anybody's number.
const FEWEST: usize = 7;

/// What a text has that some detector looks for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Traits {
    /// Enough digits in a row, marks between them left aside.
    pub number: bool,
    /// An @.
    pub at_sign: bool,
    /// A capital letter that begins a word, with a digit soon after.
    pub capital: bool,
}

impl Traits {
    /// One pass over the bytes.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut traits, mut run, mut at) = (Traits::default(), 0, 0);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                // U+4000 to U+9FFF: nearly all of the text.
                0xe4..=0xe9 => (run, at) = (0, at + 2),
                b'0'..=b'9' => run += 1,
                // ０ to ９ are EF BC 90 to EF BC 99.
                0x90..=0x99 if at >= 2 && bytes[at - 2..at] == [0xef, 0xbc] => run += 1,
                // What may stand between groups: ASCII signs, and the bytes of no-break blanks, dashes, ·, brackets.
                b' ' | b'-' | b'.' | b'/' | b'_' | b'(' | b')' | b'*' | b'\\' => {}
                0xc2 | 0xa0 | 0xb7 | 0xef | 0xbc | 0x8d | 0x8e | 0x88 | 0x89 | 0xe2 | 0x80 | 0x93 | 0x94 => {}
                0xe3 | 0x90 | 0x81 => {}
                b'@' => (traits.at_sign, run) = (true, 0),
                b'A'..=b'Z' => {
                    run = 0;
                    let begins = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
                    traits.capital |= begins && bytes[at..].iter().take(5).any(u8::is_ascii_digit);
                }
                _ => run = 0,
            }
            traits.number |= run >= FEWEST;
            at += 1;
        }
        // ＠ is EF BC A0: rare enough to be looked for by itself.
        traits.at_sign |= text.contains('＠');
        traits
    }
}

/// Digits side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub start: usize,
    pub end: usize,
    /// The digits in ASCII; a last X of an identity number is one of them.
    pub digits: String,
}

/// Groups with one blank, dash or the like between each two. Asterisks between digits hide none of them: what stands
/// before and behind them is one group.
pub(super) fn runs(text: &str) -> Vec<Vec<Group>> {
    let mut runs: Vec<Vec<Group>> = Vec::new();
    let mut between: Option<usize> = None;
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        let Some(digit) = digit(character) else {
            between = is_between(character).then_some(end);
            continue;
        };
        let starred = |group: &Group| text[group.end..at].chars().all(|c| matches!(c, '*' | '＊' | '\\'));
        match runs.last_mut().and_then(|run| run.last_mut()) {
            Some(group) if group.end == at || starred(group) => {
                group.digits.push(digit);
                group.end = end;
                continue;
            }
            _ => {}
        }
        let group = Group { start: at, end, digits: digit.into() };
        let joins = |run: &Vec<Group>| {
            let before = run.last().map_or(0, |group| group.end);
            between == Some(at) && text[before..at].chars().count() == 1
        };
        match runs.last_mut().filter(|run| joins(run)) {
            Some(run) => run.push(group),
            None => runs.push(vec![group]),
        }
    }
    runs.iter_mut().flatten().for_each(|group| take_check_letter(text, group));
    runs
}

fn digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

fn is_between(character: char) -> bool {
    let sign = matches!(character, ' ' | '-' | '.' | '/' | '_' | '(' | ')');
    sign || matches!(character, '\u{a0}' | '\u{3000}' | '－' | '．' | '‐' | '–' | '—' | '·' | '•' | '（' | '）')
}

/// An X right behind digits is the check letter of an identity number, if no other letter follows.
fn take_check_letter(text: &str, group: &mut Group) {
    let mut rest = text[group.end..].chars();
    if let Some(letter) = rest.next().filter(|letter| matches!(letter, 'X' | 'x' | 'Ｘ' | 'ｘ'))
        && !rest.next().is_some_and(|next| next.is_ascii_alphanumeric())
        && matches!(group.digits.len(), 3 | 5 | 17)
    {
        group.digits.push('X');
        group.end += letter.len_utf8();
    }
}
