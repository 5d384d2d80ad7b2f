//! Draws findings for a terminal: the sentence, the line, a mark under the place, what to do.
//!
//! In: findings. Out: text, with or without colour. The mark stands right under Chinese characters, which are two cells
//! wide, and the column is that of the whole line even where only a part of a long line is shown.
//! Refuses to know: which findings deserve to be shown, where they go.

use unicode_width::UnicodeWidthStr;

use super::finding::{Finding, Severity};
use super::source::Place;

/// One finding over several lines.
pub fn drawn(finding: &Finding, colour: bool) -> String {
    let ink = Ink { colour, severity: finding.severity };
    let Finding { severity, code, message, path, place, help, waived } = finding;
    let head = ink.bold(&format!("{}[{}]", severity.label(), code.name));
    let mut out = format!("{head}: {message}\n");
    match place {
        Some(Place { spot: Some(spot), excerpt, mark, .. }) => {
            out.push_str(&format!("--> {path} {spot}\n"));
            out.push_str(&marked("", excerpt, mark, &ink));
        }
        Some(place) => out.push_str(&pointed(path, place, &ink)),
        None => out.push_str(&format!(" --> {path}\n")),
    }
    match waived {
        Some(waived) => out.push_str(&format!("  = 已核准保留：{waived}")),
        None => out.push_str(&format!("  = 办法：{help}")),
    }
    out
}

fn pointed(path: &str, place: &Place, ink: &Ink) -> String {
    let Place { line, column, excerpt, mark, .. } = place;
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    format!("{margin}--> {path}:{line}:{column}\n{}", marked(&number, excerpt, mark, ink))
}

/// The excerpt behind its number, with marks under the place.
fn marked(number: &str, excerpt: &str, mark: &std::ops::Range<usize>, ink: &Ink) -> String {
    let margin = " ".repeat(number.len());
    let before = " ".repeat(excerpt[..mark.start].width());
    let marks = ink.bold(&"^".repeat(excerpt[mark.clone()].width().max(1)));
    format!("{margin} |\n{number} | {excerpt}\n{margin} | {before}{marks}\n")
}

/// One finding on one line: path, place, weight, code, sentence.
pub fn line(finding: &Finding) -> String {
    let place = finding.place.as_ref().map(|place| match &place.spot {
        Some(spot) => format!(" {spot}"),
        None => format!(":{}:{}", place.line, place.column),
    });
    let place = place.unwrap_or_default();
    let Finding { path, severity, code, message, .. } = finding;
    format!("{path}{place} {}[{}] {message}", severity.label(), code.name)
}

struct Ink {
    colour: bool,
    severity: Severity,
}

impl Ink {
    /// Bold, in the colour of the weight; the words say the weight as well.
    fn bold(&self, text: &str) -> String {
        let colour = match self.severity {
            Severity::Error => 31,
            Severity::Warning => 33,
            Severity::Hint => 36,
        };
        if self.colour { format!("\x1b[1;{colour}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::catalog::header;
    use crate::diagnostic::{Findings, Source};
    use crate::model::Span;

    fn finding(text: &str, marked: &str) -> Finding {
        let source = Source::new("submissions/市民政局/甲.md", text);
        let at = source.text.find(marked).expect("it is there");
        let mut findings = Findings::about(&source);
        findings.at(Span::new(at, at + marked.len()), header::date_impossible("报送日期", marked));
        findings.sorted().remove(0)
    }

    #[test]
    fn the_mark_stands_under_the_place_where_characters_are_two_cells_wide() {
        let drawn = drawn(&finding("---\n报送日期: 2016-11-31\n", "2016-11-31"), false);
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(lines[1], " --> submissions/市民政局/甲.md:2:7");
        assert_eq!(lines[3], "2 | 报送日期: 2016-11-31");
        assert_eq!(lines[4], "  |           ^^^^^^^^^^");
        assert!(lines[5].starts_with("  = 办法：") && !drawn.contains('\x1b'));
    }

    #[test]
    fn what_comes_from_word_is_found_by_its_paragraph() {
        let source = Source::transcript("甲.docx", "---\n报送日期: 某日\n", vec![String::new(), "表1第2行".into()]);
        let mut findings = Findings::about(&source);
        findings.at(Span::new(4, 5), header::date_form("报送日期", "某日"));
        let finding = findings.sorted().remove(0);
        let drawn = drawn(&finding, false);
        assert!(drawn.contains("\n--> 甲.docx 表1第2行\n |\n | 报送日期: 某日\n"), "{drawn}");
        assert!(line(&finding).starts_with("甲.docx 表1第2行 "));
    }

    #[test]
    fn a_long_line_is_shown_in_part_with_the_column_of_the_whole() {
        let text = "长".repeat(400) + "2016-11-31";
        assert!(drawn(&finding(&text, "2016-11-31"), true).contains(":1:401\n"));
    }
}
