//! Numbers of official documents: 昆政发〔2016〕12号, with the year in full in these brackets, no 第 and no leading
//! nought (GB/T 9704-2012, 7.2.5).

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::numerals::document_number;
use crate::model::writing::is_han;
use crate::rules::line::{Line, tail};

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    for (at, number) in line.numbers.iter().enumerate() {
        let (open, close) = (line.last(number.start), line.next(number.end));
        let (Some(open), Some(close)) = (open, close) else { continue };
        let brackets = matches!(
            (open, close),
            ('[', ']')
                | ('（', '）')
                | ('(', ')')
                | ('【', '】')
                | ('［', '］')
                | ('〔', '〕')
                | ('｛', '｝')
                | ('{', '}')
        );
        let Some(next) = line.numbers.get(at + 1).filter(|_| brackets) else { continue };
        let name = tail(line.before(number.start - open.len_utf8()), 12, is_han);
        let between = &line.text[number.end + close.len_utf8()..next.start];
        let issued = matches!(between, "" | "第") && line.behind(next.end).starts_with(['号', '號']);
        let (year, serial) = (&line.text[number.clone()], &line.text[next.clone()]);
        if issued
            && is_office(name)
            && is_year(year)
            && (open != '〔' || year.len() == 2 || !between.is_empty() || serial.starts_with('0'))
        {
            let end = next.end + '号'.len_utf8();
            let start = number.start - open.len_utf8();
            let full = if year.len() == 2 { format!("20{year}") } else { year.to_owned() };
            let right = format!("〔{full}〕{}号", serial.trim_start_matches('0'));
            line.tell(findings, start, end, document_number(&line.text[start..end], &right));
        }
    }
}

/// 昆政发, 国办函: whoever issues, and in what form.
fn is_office(name: &str) -> bool {
    name.chars().count() >= 2 && name.ends_with(|c| "发發函字文办辦通令议纪电任复批报呈请规告党委办".contains(c))
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")) || digits.len() == 2
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn document_numbers_have_their_own_brackets() {
        tells(
            "document-number",
            &[
                "昆政发[2016]12号文件。",
                "云办函（2016）3号。",
                "昆政发【2016】12号。",
                "昆政发〔2016〕第12号。",
                "昆政发〔2016〕012号。",
                "昆政发〔16〕12号。",
            ],
            &["昆政发〔2016〕12号。", "（2016）云01民初12号。", "《要情》（第1期）。", "见附件（2）3号楼。"],
        );
    }
}
