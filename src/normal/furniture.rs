//! Finds lines that came along with a text from a web page: when it was put up, how often it was read, buttons, who
//! edited the page, hotlines of the site.
//!
//! In: the lines of a text from its head or its foot. Out: which of them are none of the text's own. Refuses to know:
//! where the lines stand.
//!
//! Only a line which is nothing else counts, and only at the head (behind two headlines at most) or at the foot. What
//! an office may have written itself stays: a date alone, `来源：市民政局`, `咨询电话：…`, `审核：…`.

use super::width::shown;
use crate::model::writing::is_blank;

/// Labels that only a web page has.
const LABELS: [&str; 22] = [
    "发布时间",
    "发布日期",
    "发稿时间",
    "更新时间",
    "浏览次数",
    "阅读次数",
    "访问次数",
    "点击次数",
    "点击数",
    "点击量",
    "点击率",
    "浏览量",
    "阅读量",
    "访问量",
    "字号",
    "字体大小",
    "字体",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "分享到",
];

/// What buttons say.
const BUTTONS: [&str; 24] = [
    "打印本页",
    "打印",
    "关闭窗口",
    "关闭本页",
    "关闭",
    "返回顶部",
    "返回首页",
    "返回列表",
    "加入收藏",
    "收藏本页",
    "收藏",
    "分享到",
    "分享",
    "微信",
    "微博",
    "QQ空间",
    "字号",
    "字体",
    "大",
    "中",
    "小",
    "纠错",
    "推荐",
    "评论",
];

/// Of the buttons, those that are found in no text: one of them has to be there.
const CERTAIN: [&str; 8] = ["打印", "关闭", "返回顶部", "返回首页", "加入收藏", "分享到", "字号", "字体"];

/// Lines at the foot that say something of the page or of its site.
const FOOT: [&str; 22] = [
    "责任编辑",
    "责编",
    "网络编辑",
    "网页编辑",
    "编辑",
    "广告热线",
    "新闻热线",
    "读者热线",
    "投稿热线",
    "投稿邮箱",
    "举报电话",
    "举报邮箱",
    "举报热线",
    "不良信息举报",
    "许可证编号",
    "经营许可证",
    "网站备案",
    "ICP备",
    "网安备",
    "版权所有",
    "版权声明",
    "转载请注明",
];

/// Headings of the boxes below an article.
const BOXES: [&str; 16] = [
    "热门词条",
    "熱門詞條",
    "联系我们",
    "聯絡我們",
    "聯繫我們",
    "关于我们",
    "關於我們",
    "网站地图",
    "網站地圖",
    "相关阅读",
    "相关新闻",
    "相关链接",
    "热门推荐",
    "猜你喜欢",
    "扫一扫",
    "版权声明",
];

/// What makes a line at the foot one of the text's own: who answers for it.
const OWN: [&str; 6] = ["审核", "审签", "签发", "供稿", "报送", "联系人"];

/// How many headlines may stand above.
const HEADLINES: usize = 2;

/// Lines with more letters are text. (Marks may come and go.)
const LONGEST: usize = 100;

/// Headlines have fewer letters.
const HEADLINE: usize = 50;

/// Which of the lines at the head are none of the text's own.
pub(super) fn at_head<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let (mut found, mut headlines) = (Vec::new(), 0);
    for (at, line) in lines.enumerate() {
        match () {
            () if is_of_head(line) => found.push(at),
            () if headlines < HEADLINES && is_short(line) => headlines += 1,
            () => break,
        }
    }
    found
}

/// Which of the lines, counted from the last one, are none of the text's own.
pub(super) fn at_foot<'a>(lines: impl Iterator<Item = &'a str>) -> usize {
    lines.take_while(|line| is_of_head(line) || is_of_foot(line)).count()
}

fn is_short(line: &str) -> bool {
    !line.contains(['。', '；', ';', '，', ',', '…']) && letters(line) <= HEADLINE
}

fn letters(line: &str) -> usize {
    line.chars().filter(|c| c.is_alphanumeric()).count()
}

fn is_of_head(line: &str) -> bool {
    let line = shown(line);
    let line = line.as_str();
    if line.contains(['。', '…']) || line.contains("...") || letters(line) > LONGEST {
        return false;
    }
    let labelled = LABELS.iter().any(|label| {
        let rest = line.trim_start_matches(|c| is_blank(c) || "【[(（".contains(c)).strip_prefix(label);
        rest.is_some_and(|rest| rest.trim_start_matches(is_blank).starts_with(['：', ':']))
    });
    labelled || is_buttons(line) || is_moment(line)
}

fn is_of_foot(line: &str) -> bool {
    let line = shown(line);
    let line = line.as_str();
    if line.contains(['。', '…'])
        || line.contains("...")
        || letters(line) > LONGEST
        || OWN.iter().any(|own| line.contains(own))
    {
        return false;
    }
    BOXES.contains(&line) || FOOT.iter().any(|label| is_label_of(line, label))
}

/// Whether the line is made of fields and this is one of them. `编辑` must begin it: 网站编辑 may be a post.
fn is_label_of(line: &str, label: &str) -> bool {
    let Some(at) = line.find(label) else { return false };
    let rest = line[at + label.len()..].trim_start_matches(is_blank);
    let field = rest.starts_with(['：', ':']);
    match label {
        "责任编辑" | "责编" | "网络编辑" | "网页编辑" | "编辑" => at == 0 && field,
        "版权所有" | "版权声明" | "转载请注明" => at == 0,
        "网站备案" | "ICP备" | "网安备" => line.contains(|c: char| c.is_ascii_digit()),
        // Offices issue licences of trade and have telephones for reports of their own.
        "许可证编号" | "经营许可证" => {
            ["ICP", "增值电信", "信息服务", "国新网"].iter().any(|word| line.contains(word))
                && line.contains(|c: char| c.is_ascii_digit())
        }
        "举报电话" | "举报邮箱" | "举报热线" => {
            field && ["网站", "不良信息", "未成年人"].iter().any(|word| line.contains(word))
        }
        _ => field && line.contains(|c: char| c.is_ascii_digit() || c == '@'),
    }
}

/// Nothing but buttons: `【字号：大 中 小】【打印】【关闭】`.
fn is_buttons(line: &str) -> bool {
    let mut rest = line;
    let mut certain = false;
    loop {
        rest = rest.trim_start_matches(|c: char| is_blank(c) || "【】[]［］（）()：:|｜、,，·-".contains(c));
        if rest.is_empty() {
            return certain;
        }
        let Some(word) = BUTTONS.iter().find(|word| rest.starts_with(**word)) else { return false };
        certain |= CERTAIN.iter().any(|sure| word.starts_with(sure));
        rest = &rest[word.len()..];
    }
}

/// A day with the time of day, and at most where the page took the text from.
fn is_moment(line: &str) -> bool {
    let Some(rest) = day(line).map(|rest| rest.trim_start_matches(is_blank)) else { return false };
    let Some(rest) = clock(rest).map(|rest| rest.trim_matches(is_blank)) else { return false };
    rest.is_empty() || ["来源：", "来源:", "作者：", "作者:"].iter().any(|label| rest.starts_with(label))
}

fn day(line: &str) -> Option<&str> {
    let rest = number(line, 4..=4)?.strip_prefix(['-', '/', '年', '.'])?;
    let rest = number(rest, 1..=2)?.strip_prefix(['-', '/', '月', '.'])?;
    let rest = number(rest, 1..=2)?;
    Some(rest.strip_prefix('日').unwrap_or(rest))
}

fn clock(line: &str) -> Option<&str> {
    let rest = number(number(line, 1..=2)?.strip_prefix([':', '：'])?, 2..=2)?;
    Some(rest.strip_prefix([':', '：']).and_then(|rest| number(rest, 2..=2)).unwrap_or(rest))
}

fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<&str> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    digits.contains(&length).then(|| &text[length..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_web_page_adds_is_known_at_the_head_and_at_the_foot() {
        for line in [
            "发布时间：2016-09-14",
            "2016-09-14 08:23:06      来源:云湖在线",
            "2016年9月14日 08:23",
            "【字号：大 中 小】【打印】【关闭】",
            "浏览次数：128 次",
            "分享到：微信 微博",
            "上一篇：没有了",
        ] {
            assert!(is_of_head(line), "{line}");
        }
        for line in [
            "编辑: 甲某某 责任编辑: 乙某",
            "广告热线:(0000)00000000  新闻热线:(0000)00000000",
            "24小时网站违法和不良信息举报电话:0000-00000000  举报邮箱:0@example.org",
            "增值电信业务经营许可证(ICP):云B2-00000000",
            "熱門詞條",
            "版权所有 云湖在线",
        ] {
            assert!(is_of_foot(line) && !is_of_head(line), "{line}");
        }
    }

    #[test]
    fn what_an_office_may_have_written_itself_stays() {
        for line in [
            "2016年9月14日",
            "来源：市民政局",
            "（来源：市民政局）",
            "咨询电话：12345",
            "编辑：甲 审核：乙",
            "供稿：市民政局 责任编辑：丙",
            "大中小企业",
            "责任编辑制度全面推行",
            "打印店整治初见成效",
            "字体规范，书写工整",
            "推行电子证照，群众少跑路",
            "市民政局开通24小时热线，举报电话：12345。",
        ] {
            assert!(!is_of_head(line) && !is_of_foot(line), "{line}");
        }
    }

    #[test]
    fn only_head_and_foot_are_looked_at() {
        let lines = ["改革简讯", "发布时间：2016-09-14", "正文，很长。", "发布时间：2016-09-15"];
        assert_eq!(at_head(lines.into_iter()), [1]);
        assert_eq!(at_foot(lines.into_iter().rev()), 1);
        assert_eq!(at_head(["甲", "乙", "丙", "打印"].into_iter()), Vec::<usize>::new());
    }
}
