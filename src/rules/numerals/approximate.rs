//! About so much is said once: 约 before a number, or 余, 多, 左右 behind it (GB/T 15835-2011, 5.2.1 has the forms).

use crate::diagnostic::Findings;
use crate::diagnostic::catalog::numerals::approx_twice;
use crate::model::writing::{counts, is_han, is_han_number};
use crate::rules::line::{Line, head, tail};

/// Words before a number, and the characters before which they are parts of other words.
const BEFORE: [(&str, &str); 10] = [
    ("大约", ""),
    ("大概", ""),
    ("接近", ""),
    ("将近", ""),
    ("超过", ""),
    ("至少", ""),
    ("不少于", ""),
    ("逾", ""),
    ("约", "预节签集违公制履特条邀解失践相续大誓和合契毁爽盟租赴隐简俭婉绰缔"),
    ("近", "附就临邻靠贴亲最接将远新晚邻"),
];

/// Words behind a number.
const BEHIND: [&str; 6] = ["余", "多", "左右", "上下", "以上", "来"];

pub(super) fn check(line: &Line<'_>, findings: &mut Findings<'_>) {
    for number in &line.numbers {
        let end = number.end + head(line.behind(number.end), 2, |c| matches!(c, '万' | '亿' | '%')).len();
        told(line, number.start, end, findings);
    }
    for (at, word) in line.words.iter().filter(|(_, word)| matches!(word, '约' | '近' | '逾')).copied() {
        let end = at + word.len_utf8();
        let number = head(line.behind(end), 8, is_han_number);
        if number.chars().count() >= 2 {
            told(line, end, end + number.len(), findings);
        }
    }
}

/// The number at `from..to` with its words.
fn told(line: &Line<'_>, from: usize, to: usize, findings: &mut Findings<'_>) {
    let Some(before) = before(line.before(from)) else { return };
    let Some((length, behind)) = behind(line.behind(to)) else { return };
    // 近 says of a time that it is a recent one: 近10多年.
    let timed = line.behind(to).starts_with(['年', '天', '月', '日', '周', '期'])
        || line.behind(to + length).starts_with(['年', '天', '个', '日']);
    let doubtful = matches!(before, "至少" | "不少于" | "超过" | "逾" | "将近" | "接近") && behind == "来"
        || before == "近" && timed;
    if !doubtful {
        let (start, end) = (from - before.len(), to + length);
        line.tell(findings, start, end, approx_twice(&line.text[start..end], before, behind));
    }
}

fn before(text: &str) -> Option<&'static str> {
    let found = BEFORE.iter().find(|(word, _)| text.ends_with(word))?;
    let part = tail(&text[..text.len() - found.0.len()], 1, is_han);
    let other = found.1.contains(part) && !part.is_empty();
    (!other).then_some(found.0)
}

/// The word behind, and how far it ends behind the number: `500余`, `500人左右`.
fn behind(text: &str) -> Option<(usize, &'static str)> {
    let near = BEHIND[..2].iter().find(|word| text.starts_with(**word));
    if let Some(word) = near.filter(|word| text[word.len()..].starts_with(|c| counts(c) || is_han(c) && c != '数')) {
        return Some((word.len(), word));
    }
    let unit = head(text, 2, |c| is_han(c) && !"左上以来多余".contains(c));
    let rest = &text[unit.len()..];
    let word = BEHIND[2..5].iter().find(|word| rest.starts_with(**word))?;
    Some((unit.len() + word.len(), word))
}

#[cfg(test)]
mod tests {
    use crate::rules::line::testing::tells;

    #[test]
    fn about_is_said_once() {
        tells(
            "approx-twice",
            &[
                "培训约500余人。",
                "近300多家企业。",
                "大约5万元左右。",
                "超过200人以上。",
                "约三十余户。",
                "约5万余人。",
            ],
            &[
                "培训约500人。",
                "培训500余人。",
                "节约3000余元。",
                "预约200多人。",
                "签约20余家。",
                "近10多年来。",
                "附近300多户。",
                "约100人次参加，以上数字属实。",
                "约5人上访。",
                "近5年以来。",
            ],
        );
    }
}
