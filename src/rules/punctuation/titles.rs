//! 《 》 are for works: no meeting, activity, certificate or body has them (GB/T 15834-2011, A.13.1).

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::punctuation::book_title;
use crate::rules::line::Line;

/// How names end that are those of no work.
const OTHERS: [&str; 15] = [
    "营业执照",
    "许可证",
    "身份证",
    "资格证",
    "毕业证",
    "不动产权证",
    "证书",
    "活动",
    "培训班",
    "大赛",
    "博览会",
    "公司",
    "座谈会",
    "现场会",
    "推进会",
];

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    let mut open = None;
    for &(at, mark) in &line.marks {
        match (mark, open) {
            ('《', _) => open = Some(at + mark.len_utf8()),
            ('》', Some(from)) => {
                let name = &line.text[from..at];
                if OTHERS.iter().any(|other| name.ends_with(other)) {
                    line.tell(findings, from - '《'.len_utf8(), at + mark.len_utf8(), book_title(name));
                }
                open = None;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn what_is_no_work_has_no_title_marks() {
        tells(
            "book-title",
            &["核发《食品经营许可证》。", "举办《改革创新大赛》。"],
            &["印发《食品经营许可证管理办法》。", "《公司法》"],
        );
    }
}
