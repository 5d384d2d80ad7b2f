//! Finds what is read by machines within wording: addresses, tags, links and references that were not understood.
//!
//! In: a text. Out: byte ranges in which no mark is a mark of the sentence. Refuses to know: Markdown.

/// The ranges, in order, none over another.
pub(super) fn within(text: &str) -> Vec<(usize, usize)> {
    if !text.bytes().any(|byte| matches!(byte, b':' | b'@' | b'<' | b'&' | b'\\' | b'[' | b']')) {
        return Vec::new();
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find([':', '@', '<', '&', '\\', '!', ']']).map(|next| at + next) {
        let range = match text.as_bytes()[next] {
            b'<' => tag(text, next),
            b'&' => reference(text, next),
            b'!' => text[next + 1..].starts_with('[').then_some((next, next + 2)),
            b']' => destination(text, next),
            _ => address(text, next),
        };
        let from = found.last().map_or(0, |(_, end)| *end);
        found.extend(range.map(|(start, end)| (start.max(from), end)));
        at = range.map_or(next + 1, |(_, end)| end.max(next + 1));
    }
    found
}

/// `https://…`, `a@b.cn`, `C:\…`: a run of characters that addresses consist of, around the sign at `at`.
fn address(text: &str, at: usize) -> Option<(usize, usize)> {
    let (before, behind) = (&text[..at], &text[at + 1..]);
    let word = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "._+-".contains(c)).len();
    let leads = match text.as_bytes()[at] {
        b'@' => behind.starts_with(|c: char| c.is_ascii_alphanumeric()),
        b':' => behind.starts_with("//") || word == 1 && behind.starts_with('\\'),
        _ => behind.starts_with('\\'),
    };
    let is_mailto = text.as_bytes()[at] == b':' && before.ends_with("mailto");
    if !is_mailto && (!leads || word == 0 && !behind.starts_with('\\')) {
        return None;
    }
    let run = behind.find(|c: char| !c.is_ascii_graphic() || "\"<>".contains(c)).unwrap_or(behind.len());
    // A mark at the end belongs to the sentence.
    let end = behind[..run].trim_end_matches(|c| ",;:.!?)('".contains(c)).len();
    Some((at - word, at + 1 + end))
}

/// `<b class="x">`, `</b>`, `<!--`: from the sign at `at` to the next `>` on the line.
fn tag(text: &str, at: usize) -> Option<(usize, usize)> {
    let behind = &text[at + 1..];
    if !behind.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
        return None;
    }
    let end = behind.bytes().take(400).position(|byte| matches!(byte, b'>' | b'\n'))?;
    (behind.as_bytes()[end] == b'>').then_some((at, at + 1 + end + 1))
}

/// `](大厅 照片.png)`: somebody meant a link or a picture, and is told so.
fn destination(text: &str, at: usize) -> Option<(usize, usize)> {
    let behind = text[at + 1..].strip_prefix('(')?;
    let end = behind.bytes().take(400).position(|byte| matches!(byte, b')' | b'\n'))?;
    (behind.as_bytes()[end] == b')').then_some((at, at + 2 + end + 1))
}

/// `&nbsp;` and the like, as they stand where they mean nothing.
fn reference(text: &str, at: usize) -> Option<(usize, usize)> {
    let name = text[at + 1..].bytes().take(32).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    (name > 0 && text[at + 1 + name..].starts_with(';')).then_some((at, at + name + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        within(text).into_iter().map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn addresses_tags_and_references_are_found_and_nothing_else() {
        assert_eq!(
            found("请登录http://a.cn/b,c?d=1,查询,或致函 x_1@y.cn,见C:\\公文,\\\\srv\\a"),
            ["http://a.cn/b,c?d=1", "x_1@y.cn", "C:\\", "\\\\srv\\a"]
        );
        assert_eq!(found("<b title=\"甲,乙\">丙</b>&nbsp;丁&戊;"), ["<b title=\"甲,乙\">", "</b>", "&nbsp;"]);
        assert_eq!(found("甲!乙![图](大厅,照 片.png)丙]丁"), ["![", "](大厅,照 片.png)"]);
        assert_eq!(found("时间:10:30,比分3:2,甲<乙,A & B;C@,@张三,1:500"), Vec::<&str>::new());
    }
}
