//! The markers by which a bulletin numbers its points, found in the characters of one paragraph.
//!
//! In: a paragraph's text. Out: where markers stand, what they count, and how far the words reach that lead a point in.
//! A marker alone proves nothing: whether it belongs to a run is for `render::body::points` to say, and whether a run is
//! broken for `rules::sense::points`. Refuses to know: mark-up, other paragraphs.
//!
//! 一是, 第一， and 其一， count only where a clause begins; 一、（一） 1. （1） only where a line begins.

/// The longest words that lead a point in, in characters.
const LEAD: usize = 40;
/// The label of a point in a list of contents is no longer, in characters, if its words can be ended before.
const LABEL: usize = 24;
/// The longest that a clause may be which is one label.
const LONGEST_LABEL: usize = 36;
/// A clause with fewer characters, marker included, says too little: 首先，第一，
const FEWEST: usize = 6;

/// What kind of numbering a marker belongs to; the order is that of GB/T 9704, which nests them so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// 一、
    First,
    /// （一）
    Second,
    /// 1.
    Third,
    /// （1）
    Fourth,
    /// 首先，其次，再次，最后，
    Sequence,
    /// 第一，
    Ordinal,
    /// 其一，
    Among,
    /// 一是
    Is,
}

impl Family {
    /// All of them.
    pub const ALL: [Family; 8] = [
        Family::First,
        Family::Second,
        Family::Third,
        Family::Fourth,
        Family::Sequence,
        Family::Ordinal,
        Family::Among,
        Family::Is,
    ];

    /// Whether it numbers lines, as headings do, and not clauses.
    pub fn of_lines(self) -> bool {
        self <= Family::Fourth
    }

    /// 1 to 4 for the levels of a bulletin's headings.
    pub fn level(self) -> Option<u8> {
        self.of_lines().then_some(self as u8 + 1)
    }
}

/// A marker with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// What kind it is.
    pub family: Family,
    /// What it counts: 1, 2, …; `None`: 最后, which may stand for any number but the first two.
    pub number: Option<u32>,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// All markers of a paragraph, in order.
pub fn markers(text: &str) -> Vec<Marker> {
    let mut found = Vec::new();
    let (mut line, mut clause, mut start) = (true, true, 0);
    loop {
        if !line && !clause {
            // Within a clause nothing begins.
            start += clause_end(&text[start..]);
        }
        let Some(c) = text[start..].chars().next() else { return found };
        if let Some(marker) = at(text, start, line, clause) {
            // 一、一是…: behind a line's number a clause begins.
            (line, clause, start) = (false, marker.family.of_lines(), marker.end);
            found.push(marker);
            continue;
        }
        (line, clause) = match c {
            '\n' => (true, true),
            c if c.is_whitespace() => (line, clause),
            c if is_clause_end(c) => (false, true),
            c if is_wrapper(c) => (false, clause),
            _ => (false, false),
        };
        start += c.len_utf8();
    }
}

/// Where the clause or line ends at the front of a text. Bytes are looked at before characters: full-width marks begin
/// with two of them, and nearly all others of a text are three bytes that end nothing.
fn clause_end(text: &str) -> usize {
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        at += match byte {
            0xe4..=0xe9 => 3,
            b'\n' | b',' | b';' | b':' | b'!' | b'?' | 0xe3 | 0xef => match text[at..].chars().next() {
                Some(c) if c != '\n' && !is_clause_end(c) => c.len_utf8(),
                _ => return at,
            },
            _ => 1,
        };
    }
    text.len()
}

/// The marker that stands exactly here, if one may stand here.
fn at(text: &str, start: usize, line: bool, clause: bool) -> Option<Marker> {
    let rest = &text[start..];
    let found = (line.then(|| line_marker(rest)).flatten()).or_else(|| clause.then(|| clause_marker(rest)).flatten());
    found.map(|(family, number, length)| Marker { family, number, start, end: start + length })
}

type Seen = (Family, Option<u32>, usize);

fn line_marker(text: &str) -> Option<Seen> {
    let seen = |family, number, rest: &str| Some((family, Some(number), text.len() - rest.len()));
    if let Some(inner) = text.strip_prefix(['（', '(']) {
        let (family, (number, rest)) = match numeral(inner) {
            Some(found) => (Family::Second, found),
            None => (Family::Fourth, digits(inner)?),
        };
        return seen(family, number, rest.strip_prefix(['）', ')'])?);
    }
    if let Some((number, rest)) = numeral(text) {
        return seen(Family::First, number, rest.strip_prefix('、')?);
    }
    let (number, rest) = digits(text)?;
    let rest = rest.strip_prefix(['.', '．', '、'])?;
    // 1.5亿元, 1.1
    let decimal = rest.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    if decimal { None } else { seen(Family::Third, number, rest) }
}

fn clause_marker(text: &str) -> Option<Seen> {
    // Most clauses begin with none of these.
    if !text.starts_with(|c| matches!(c, '首' | '其' | '再' | '最' | '第' | '十') || digit_of(c).is_some()) {
        return None;
    }
    let seen = |family, number, rest: &str| Some((family, number, text.len() - rest.len()));
    for (word, number) in [("首先", Some(1)), ("其次", Some(2)), ("再次", Some(3)), ("最后", None)] {
        if let Some(rest) = text.strip_prefix(word) {
            return seen(Family::Sequence, number, comma(rest)?);
        }
    }
    if let Some((number, rest)) = text.strip_prefix('第').and_then(numeral) {
        return seen(Family::Ordinal, Some(number), comma(rest)?);
    }
    if let Some((number, rest)) = text.strip_prefix('其').and_then(numeral) {
        return seen(Family::Among, Some(number), comma(rest).or_else(|| rest.strip_prefix('是'))?);
    }
    let (number, rest) = numeral(text)?;
    let said = rest.strip_prefix('是')?;
    // 一是一，二是二
    let echo = numeral(said).is_some_and(|(again, end)| again == number && !end.starts_with(is_word));
    if echo || !said.starts_with(is_word_or_wrapper) { None } else { seen(Family::Is, Some(number), said) }
}

/// What follows a comma behind an ordinal, where words follow.
fn comma(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['，', ',', '、', '：', ':'])?;
    rest.trim_start().starts_with(is_word_or_wrapper).then_some(rest)
}

/// 一 … 九十九 at the front of a text.
fn numeral(text: &str) -> Option<(u32, &str)> {
    let (tens, rest) = digit(text).map_or((None, text), |(number, rest)| (Some(number), rest));
    match (tens, rest.strip_prefix('十')) {
        (tens, Some(rest)) => {
            let (ones, rest) = digit(rest).unwrap_or((0, rest));
            Some((10 * tens.unwrap_or(1) + ones, rest))
        }
        (Some(ones), None) => Some((ones, rest)),
        (None, None) => None,
    }
}

fn digit(text: &str) -> Option<(u32, &str)> {
    let first = text.chars().next()?;
    Some((digit_of(first)?, &text[first.len_utf8()..]))
}

fn digit_of(character: char) -> Option<u32> {
    Some(match character {
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// 1 … 99 at the front of a text, in half-width or full-width digits.
fn digits(text: &str) -> Option<(u32, &str)> {
    let value = |c: char| c.to_digit(10).or_else(|| ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32));
    let (mut number, mut length) = (0, 0);
    for c in text.chars() {
        let Some(next) = value(c) else { break };
        (number, length) = (number * 10 + next, length + c.len_utf8());
        if number > 99 {
            return None;
        }
    }
    (number > 0).then(|| (number, &text[length..]))
}

// ---- words ------------------------------------------------------------------

/// How far the words reach that lead a point in, from its marker's end: through the first full mark, else through
/// the first comma, else to the line's end, else nowhere. Nobody reads more than forty characters as a lead.
pub fn lead(text: &str) -> Option<usize> {
    let line = text.split('\n').next().unwrap_or_default();
    let near = || line.char_indices().take(LEAD);
    let full = near().find(|(_, c)| is_full_end(*c)).or_else(|| near().find(|(_, c)| matches!(c, '，' | ',')));
    let line_is_short = || near().count() < LEAD && !line.trim().is_empty();
    full.map(|(at, c)| at + c.len_utf8()).or_else(|| line_is_short().then_some(line.len()))
}

/// Whether a line could be a heading: short, and without a mark that ends a sentence.
pub fn is_short_line(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= LEAD
        && !text.contains(['\n', '。', '；', '！', '？', ';'])
        && !text.ends_with(['：', ':', '，', ','])
}

/// Words as a list of contents shows them: on one line, without the marks at their end; what is too long ends with its
/// first clause, and a clause that is too long itself is broken off.
pub fn label(text: &str) -> String {
    let line = text.trim_start().split('\n').next().unwrap_or_default();
    let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_end_matches(|c: char| is_clause_end(c) || c == ' ');
    if words.chars().count() <= LABEL {
        return words.to_owned();
    }
    let first = &words[..first_clause(words)];
    match first.char_indices().nth(LONGEST_LABEL) {
        Some((limit, _)) => format!("{}……", &first[..limit]),
        None => first.to_owned(),
    }
}

/// Where the first clause ends: at a mark outside quotes and brackets, with some words before it.
fn first_clause(words: &str) -> usize {
    let mut depth = 0_usize;
    for (nth, (at, c)) in words.char_indices().enumerate() {
        match c {
            '“' | '‘' | '「' | '『' | '《' | '（' | '(' => depth += 1,
            '”' | '’' | '」' | '』' | '》' | '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 && nth >= FEWEST && is_clause_end(c) => return at,
            _ => {}
        }
    }
    words.len()
}

fn is_full_end(c: char) -> bool {
    matches!(c, '。' | '；' | '：' | '！' | '？' | ';' | ':' | '!' | '?')
}

fn is_clause_end(c: char) -> bool {
    is_full_end(c) || matches!(c, '，' | ',')
}

/// What may stand between the end of a clause and the first word of the next.
fn is_wrapper(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '（' | '）' | '(' | ')' | '《' | '》' | '"' | '\'')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

fn is_word_or_wrapper(c: char) -> bool {
    is_word(c) || matches!(c, '“' | '‘' | '「' | '『' | '《' | '"' | '\'' | '（' | '(')
}
