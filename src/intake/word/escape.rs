//! Characters of a document as Markdown that means just these characters.
//!
//! In: text. Out: text in which nothing is mark-up by accident (CommonMark 0.31, with tables, footnotes and struck-out
//! text). Refuses to know: blocks.

/// The text, to be put into a line.
pub(super) fn escaped(text: &str, in_cell: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut characters = text.chars().peekable();
    let mut before = None;
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        match character {
            // The cells of a table are found before anything else is read, so that a backslash would not do.
            '|' if in_cell => out.push_str("&#124;"),
            c if c.is_whitespace() && c != '\u{3000}' && c != '\u{a0}' => out.push(' '),
            c => {
                if needs_backslash(c, before, next) {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        before = Some(character);
    }
    out
}

fn needs_backslash(character: char, before: Option<char>, next: Option<char>) -> bool {
    let alphanumeric = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    match character {
        '\\' | '`' | '*' | '[' | ']' | '~' | '|' => true,
        '_' => !(alphanumeric(before) && alphanumeric(next)),
        '<' => next.is_none_or(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
        '&' => next.is_none_or(|c| c.is_ascii_alphanumeric() || c == '#'),
        '!' => next.is_none_or(|c| c == '['),
        _ => false,
    }
}

/// A line whose beginning is not taken for that of a heading, list, quotation or rule.
pub(super) fn begun(line: &str) -> String {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    // A note at the very beginning with a colon behind it would be the note's own text.
    if line.starts_with("[^") {
        return line.replacen("]:", "]\\:", 1);
    }
    if line.starts_with(['#', '>', '+', '-', '=', ':']) { format!("\\{line}") } else { line.to_owned() }
}

/// An address, to be put between `<` and `>`.
pub(super) fn address(address: &str) -> String {
    let visible = address.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    let mut out = String::new();
    for character in visible {
        match character {
            '&' => out.push_str("&amp;"),
            '<' | '>' | '\\' | '|' | '*' | '~' => out.push_str(&format!("%{:02X}", u32::from(character))),
            c => out.push(c),
        }
    }
    out
}
