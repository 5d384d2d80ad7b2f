//! `[gate]` of kuaibao.toml: wordings and leaders that the office watches, and what may be printed all the same.
//!
//! In: strict tables. Out: `Gate`, which finds its words in one pass over a text.
//! Refuses to know: what is said when a word is found.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use chrono::NaiveDate;

use super::shapes::one_of;
use super::strict::Table;
use crate::diagnostic::Severity;
use crate::error::{Error, Result};

/// What the office watches.
#[derive(Debug, Clone)]
pub struct Gate {
    /// Wordings: the office's own, then those built in.
    pub wordings: Vec<Wording>,
    /// Leaders, in the order in which they are named.
    pub leaders: Vec<Leader>,
    /// Numbers, addresses and texts that may be printed, as `plain` writes them; `@host` stands for all its addresses.
    pub allow: Vec<String>,
    posts: Vec<String>,
    finder: AhoCorasick,
}

/// A wording that the office does not want.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// As it must not be written.
    pub wrong: String,
    /// As it should be.
    pub right: Option<String>,
    /// How much it weighs.
    pub severity: Severity,
    /// Contexts in which it is right.
    pub unless: Vec<String>,
    /// Why.
    pub because: Option<String>,
}

/// A leader and a post, for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leader {
    /// The name.
    pub name: String,
    /// The post, as it is printed before the name.
    pub post: String,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

impl Leader {
    /// Whether the post is held on that day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// What a found word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word<'a> {
    /// A wording.
    Wording(&'a Wording),
    /// A leader's name.
    Name(&'a str),
    /// A post.
    Post(&'a str),
}

/// Slips that are certain wherever they stand, each with its source.
const BUILT_IN: [(&str, &str, &str); 6] = [
    ("扫黑险恶", "扫黑除恶", "中共中央、国务院《关于开展扫黑除恶专项斗争的通知》（2018年）"),
    ("供给测结构", "供给侧结构", "2015年中央经济工作会议"),
    ("两学一作", "两学一做", "中共中央办公厅“学党章党规、学系列讲话，做合格党员”学习教育方案（2016年）"),
    ("五位一休", "五位一体", "中国共产党第十八次全国代表大会报告"),
    ("四个全面战略部署", "四个全面战略布局", "《人民日报》2015年2月25日评论员文章"),
    ("特色社会注意", "特色社会主义", "《中国共产党章程》"),
];

impl Gate {
    fn new(wordings: Vec<Wording>, leaders: Vec<Leader>, allow: Vec<String>) -> Result<Self> {
        let built_in = BUILT_IN.map(|(wrong, right, source)| Wording {
            wrong: wrong.into(),
            right: Some(right.into()),
            severity: Severity::Warning,
            unless: vec![],
            because: Some(source.into()),
        });
        // An office that lists a slip itself has said what it weighs.
        let listed = |slip: &Wording| wordings.iter().any(|wording| wording.wrong == slip.wrong);
        let added: Vec<Wording> = built_in.into_iter().filter(|slip| !listed(slip)).collect();
        let wordings: Vec<Wording> = wordings.into_iter().chain(added).collect();
        let mut posts: Vec<String> = leaders.iter().map(|leader| leader.post.clone()).collect();
        posts.sort();
        posts.dedup();
        let words = wordings.iter().map(|wording| &wording.wrong);
        let words = words.chain(leaders.iter().map(|leader| &leader.name)).chain(&posts);
        let finder = AhoCorasick::new(words).map_err(|fault| Error::usage("[gate] 里的词太多").because(fault))?;
        Ok(Gate { wordings, leaders, allow, posts, finder })
    }

    /// Every word that stands in a text, with its place, by where it ends. A leader who is listed with several posts
    /// is found once for each of them.
    pub fn words_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Word<'a>, Range<usize>)> + 'a {
        self.finder.find_overlapping_iter(text).map(|found| (self.word(found.pattern().as_usize()), found.range()))
    }

    /// Whether any of the words stands in a text.
    pub fn stands_in(&self, text: &str) -> bool {
        self.finder.is_match(text)
    }

    fn word(&self, at: usize) -> Word<'_> {
        let (wordings, leaders) = (self.wordings.len(), self.leaders.len());
        match at {
            at if at < wordings => Word::Wording(&self.wordings[at]),
            at if at < wordings + leaders => Word::Name(&self.leaders[at - wordings].name),
            at => Word::Post(&self.posts[at - wordings - leaders]),
        }
    }

    /// Whether a number (digits only), an address or a text may be printed.
    pub fn allows(&self, what: &str) -> bool {
        let what = plain(what);
        let host = what.find('@').map(|at| &what[at..]);
        self.allow.iter().any(|allowed| *allowed == what || host == Some(allowed.as_str()))
    }
}

impl PartialEq for Gate {
    fn eq(&self, other: &Self) -> bool {
        (&self.wordings, &self.leaders, &self.allow) == (&other.wordings, &other.leaders, &other.allow)
    }
}

/// Numbers without what is written between their digits; other things as they are, in lower case.
fn plain(text: &str) -> String {
    let text = text.trim();
    let number = text.strip_prefix("+86").unwrap_or(text);
    let between = |c: char| matches!(c, ' ' | '-' | '－' | '—' | '(' | ')' | '（' | '）');
    match number.chars().all(|c| c.is_ascii_digit() || between(c)) {
        true => number.chars().filter(char::is_ascii_digit).collect(),
        false => text.to_lowercase(),
    }
}

pub(super) fn gate(root: &mut Table<'_>) -> Result<Gate> {
    let Some(mut gate) = root.table("gate")? else { return Gate::new(vec![], vec![], vec![]) };
    let tables = gate.tables("wording")?.unwrap_or_default();
    let wordings = tables.into_iter().map(wording).collect::<Result<_>>()?;
    let tables = gate.tables("leader")?.unwrap_or_default();
    let leaders = tables.into_iter().map(leader).collect::<Result<_>>()?;
    let allow = gate.texts("allow")?.unwrap_or_default();
    if allow.iter().any(|text| plain(text).trim().is_empty()) {
        return Err(gate.fault_at("allow", "“allow”里有一项是空的"));
    }
    gate.finish()?;
    Gate::new(wordings, leaders, allow.iter().map(|text| plain(text)).collect())
}

fn wording(mut table: Table<'_>) -> Result<Wording> {
    let weights = [Severity::Hint, Severity::Warning, Severity::Error].map(|weight| (weight.key(), weight));
    let wording = Wording {
        wrong: table.required_text("wrong")?,
        right: table.text("right")?,
        severity: one_of(&mut table, "severity", &weights)?.unwrap_or(Severity::Warning),
        unless: table.texts("unless")?.unwrap_or_default(),
        because: table.text("because")?,
    };
    if wording.wrong.chars().count() < 2 {
        return Err(table.fault_at("wrong", "“wrong”至少要有两个字").help("一个字到处都有，请连同前后的字一起写。"));
    }
    if wording.right.as_ref() == Some(&wording.wrong) {
        return Err(table.fault_at("right", "“right”与“wrong”相同"));
    }
    if wording.unless.iter().any(|context| context.trim().is_empty()) {
        return Err(table.fault_at("unless", "“unless”里有一项是空的"));
    }
    table.finish()?;
    Ok(wording)
}

fn leader(mut table: Table<'_>) -> Result<Leader> {
    let leader = Leader {
        name: table.required_text("name")?,
        post: table.required_text("post")?,
        from: table.day("from")?,
        until: table.day("until")?,
    };
    for (key, text) in [("name", &leader.name), ("post", &leader.post)] {
        if text.chars().count() < 2 {
            return Err(table.fault_at(key, &format!("“{key}”至少要有两个字")));
        }
    }
    if leader.from.zip(leader.until).is_some_and(|(from, until)| until < from) {
        return Err(table.fault_at("until", "“until”早于“from”"));
    }
    table.finish()?;
    Ok(leader)
}

#[cfg(test)]
mod tests {
    use super::super::strict::File;
    use super::*;
    use std::path::Path;

    fn read(text: &str) -> Result<Gate> {
        let file = File::parse(Path::new("kuaibao.toml"), text)?;
        gate(&mut file.root())
    }

    #[test]
    fn the_list_is_read_and_finds_its_words() {
        let gate = read(
            "[gate]\nallow = [\"+86 138 0000 0000\", \"@Gaige.example\"]\n[[gate.wording]]\nwrong = \"甲乙\"\n\
             severity = \"error\"\n[[gate.leader]]\nname = \"柏承川\"\npost = \"市长\"\nfrom = 2016-01-01\n",
        )
        .expect("it is right");
        assert_eq!(gate.wordings.len(), 1 + BUILT_IN.len());
        let found: Vec<_> = gate.words_in("市长柏承川说甲乙").map(|(word, range)| (word, range.start)).collect();
        assert_eq!(found[0], (Word::Post("市长"), 0));
        assert_eq!(found[1], (Word::Name("柏承川"), 6));
        assert_eq!(found[2], (Word::Wording(&gate.wordings[0]), 18));
        for allowed in ["13800000000", "138-0000-0000", "a@gaige.example"] {
            assert!(gate.allows(allowed), "{allowed}");
        }
        assert!(!gate.allows("a@other.example") && !gate.allows("13800000001"));
    }

    #[test]
    fn what_is_misspelt_or_senseless_is_refused_with_its_place() {
        let fault = |text: &str| read(text).expect_err("it is wrong").to_string();
        assert!(fault("[gate]\nalow = []\n").contains("是不是“allow”"));
        assert!(fault("[[gate.wording]]\nwrong = \"甲\"\n").contains("kuaibao.toml:2:1"));
        assert!(fault("[[gate.wording]]\nwrong = \"甲乙\"\nright = \"甲乙\"\n").contains("相同"));
        assert!(fault("[[gate.wording]]\nwrong = \"甲乙\"\nseverity = \"eror\"\n").contains("是不是“error”"));
        assert!(
            fault("[[gate.leader]]\nname = \"甲乙\"\npost = \"市长\"\nfrom = 2016-02-01\nuntil = 2016-01-01\n")
                .contains("早于")
        );
        assert!(fault("[gate]\nallow = [\" \"]\n").contains("空的"));
    }
}
