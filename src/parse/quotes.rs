//! Reads text in quotes as YAML does: doubled quotes within single ones, escapes within double ones.
//!
//! In: a text that may begin with a quote. Out: what is said in the quotes, and where they end. Refuses to know: what
//! may follow.

/// What a quoted text at the very start says, and its length with the quotes; `None` when no quote closes it.
pub(super) fn quoted(text: &str) -> Option<(String, usize)> {
    match text.chars().next()? {
        '\'' => single_quoted(text),
        '"' => double_quoted(text),
        _ => None,
    }
}

fn single_quoted(text: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut at = 1;
    loop {
        let length = text[at..].find('\'')?;
        value += &text[at..at + length];
        at += length + 1;
        if !text[at..].starts_with('\'') {
            return Some((value, at));
        }
        value.push('\'');
        at += 1;
    }
}

fn double_quoted(text: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut at = 1;
    loop {
        let length = text[at..].find(['"', '\\'])?;
        value += &text[at..at + length];
        at += length + 1;
        if text[..at].ends_with('"') {
            return Some((value, at));
        }
        let (character, length) = escaped(&text[at..])?;
        value.push(character);
        at += length;
    }
}

/// The character behind a backslash and how much of the text it takes. What YAML does not know keeps its backslash
/// (and nothing of the text is taken): people write `C:\公文`.
fn escaped(text: &str) -> Option<(char, usize)> {
    let name = text.chars().next()?;
    let digits = match name {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => {
            let plain = "0abtnvfre \"/\\N_LP\t".chars().position(|c| c == name);
            let meant = "\0\u{7}\u{8}\t\n\u{b}\u{c}\r\u{1b} \"/\\\u{85}\u{a0}\u{2028}\u{2029}\t";
            return Some(plain.and_then(|at| meant.chars().nth(at)).map_or(('\\', 0), |c| (c, name.len_utf8())));
        }
    };
    let number = text.get(1..1 + digits).and_then(hex_number).and_then(char::from_u32);
    Some(number.map_or(('\\', 0), |character| (character, 1 + digits)))
}

fn hex_number(digits: &str) -> Option<u32> {
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_escape_of_yaml_is_read() {
        let text = r#""\0\a\b\t\n\v\f\r\e\ \"\/\\\N\_\L\P\x41\u4e2d\U0001F33E"后"#;
        let (value, length) = quoted(text).expect("it closes");
        assert_eq!(value, "\0\u{7}\u{8}\t\n\u{b}\u{c}\r\u{1b} \"/\\\u{85}\u{a0}\u{2028}\u{2029}A中🌾");
        assert_eq!(&text[length..], "后");
    }

    #[test]
    fn what_is_no_escape_keeps_its_backslash() {
        for text in [r"C:\公文", r"\x4", r"\x+4", r"\uD800", r"\U00110000"] {
            assert_eq!(quoted(&format!("\"{text}\"")), Some((text.to_owned(), text.len() + 2)));
        }
    }

    #[test]
    fn a_quote_that_is_not_closed_is_none() {
        for text in ["", "甲", "'", "'甲''", "\"甲\\\"", "\"\\", "“甲”"] {
            assert_eq!(quoted(text), None, "{text}");
        }
    }
}
