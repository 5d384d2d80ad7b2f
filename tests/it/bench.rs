//! The workbench of these tests: an office in a temporary folder, a clock that the test sets, commands with their
//! answers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kuaibao::cli::{self, Exit, Surroundings, Telling};
use serde_json::Value;

/// Units of the small office.
pub const UNITS: &str = r#"
[[unit]]
id = "minzheng"
name = "市民政局"
class = "市级部门"

[[unit]]
id = "panlong"
name = "盘龙区"
class = "县区"
aliases = ["盘龙区委改革办"]

[[unit]]
id = "jiushe"
name = "旧设局"
class = "市级部门"
until = 2016-06-30
merged_into = "minzheng"
"#;

/// Settings of the small office.
pub const SETTINGS: &str = r#"
[office]
name = "中共某市委全面深化改革领导小组办公室"
short = "市委改革办"
url = "https://gaige.example/"
"#;

/// An office and its clock.
pub struct Bench {
    folder: tempfile::TempDir,
    now: String,
}

/// What a command answered.
#[derive(Debug)]
pub struct Answer {
    pub exit: Exit,
    pub out: String,
    pub err: String,
}

impl Answer {
    /// The answer, which must have ended well.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.exit, Exit::Done, "{}\n{}", self.out, self.err);
        self
    }

    /// The answer, which must have ended this way.
    #[track_caller]
    pub fn ended(self, exit: Exit) -> Self {
        assert_eq!(self.exit, exit, "{}\n{}", self.out, self.err);
        self
    }

    /// The answer as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|fault| panic!("{fault}: {}", self.out))
    }
}

impl Bench {
    /// An empty folder at nine o'clock on 17 November 2016.
    pub fn empty() -> Self {
        Bench { folder: tempfile::tempdir().expect("a folder"), now: "2016-11-17T09:00:00+08:00".into() }
    }

    /// A small office with three units.
    pub fn small() -> Self {
        let bench = Bench::empty();
        bench.write("kuaibao.toml", SETTINGS);
        bench.write("units.toml", UNITS);
        std::fs::create_dir_all(bench.path("submissions")).expect("a folder");
        bench
    }

    /// The small office with other settings after `[office]`.
    pub fn small_with(more: &str) -> Self {
        let bench = Bench::small();
        bench.write("kuaibao.toml", format!("{SETTINGS}{more}"));
        bench
    }

    /// Sets the clock, as `2016-11-18T09:00`.
    pub fn at(&mut self, time: &str) -> &mut Self {
        self.now = format!("{time}:00+08:00");
        self
    }

    /// Sets the clock to a fraction of a second.
    pub fn at_second(&mut self, time: &str) -> &mut Self {
        self.now = format!("{time}+08:00");
        self
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"))
    }

    pub fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Drops a good brief of 市民政局 into its folder.
    pub fn drop_brief(&self, name: &str, title: &str) {
        self.write(&format!("submissions/市民政局/{name}.md"), brief(title, &format!("{title}的正文。")));
    }

    /// Runs a command in the office.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        self.run_telling(Telling::Nothing, arguments)
    }

    /// Runs a command in the office; its long work is told of in this way.
    pub fn run_telling(&self, telling: Telling, arguments: &[&str]) -> Answer {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let common = ["--now", &self.now, "--by", "编辑"];
        let all = ["kuaibao"].iter().chain(arguments).chain(&common).map(Into::into);
        let around = Surroundings {
            clock: &|| cli::moment(&self.now).expect("a test's time"),
            endings: &|_| Ok(()),
            folder: self.root().to_owned(),
            user: "编辑".into(),
            terminal: false,
            telling,
            out: &mut out,
            err: &mut err,
        };
        let exit = cli::run(all.collect::<Vec<_>>(), around);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Answer { exit, out: text(out), err: text(err) }
    }

    /// Drops, registers and accepts `count` briefs for a title.
    pub fn accepted(&self, count: usize, series: &str) {
        for index in 1..=count {
            self.drop_brief(&format!("{series}{index}"), &format!("第{index}项改革（{series}）"));
        }
        self.run(&["intake"]).done();
        self.run(&["accept", "--all", "--series", series]).done();
    }

    /// Every file below a folder, with its bytes.
    pub fn files(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = files_below(&self.path(name));
        // Who takes the lock is counted there, whatever he does.
        files.remove(".lock");
        files
    }
}

/// Every file below a folder, with its bytes; paths with `/`.
pub fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("readable"));
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
            (name, std::fs::read(entry.path()).expect("readable"))
        })
        .collect()
}

/// A good brief.
pub fn brief(title: &str, body: &str) -> String {
    format!(
        "---\n标题: \"{title}\"\n单位: 市民政局\n报送日期: 2016-11-16\n审签人: 沈若谷\n审签日期: 2016-11-15\n\
         联络员: 顾清和\n电话: 0000-1234567\n关键词: [社区治理]\n---\n\n{body}\n"
    )
}

/// The text of a page: tags taken out, entities put back.
pub fn text_of(markup: &str) -> String {
    let body = markup.split_once("<body").map_or(markup, |(_, body)| body);
    let mut text = String::new();
    let mut inside = true;
    for character in body.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

/// Says what was not run, where the test runner cannot swallow it.
pub fn aloud(why: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "NOT RUN: {why}");
}

/// Where `shared/` lies, which the repository does not contain; says so aloud when it is not there.
pub fn shared(what: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("KUAIBAO_SHARED").map_or(beside, PathBuf::from);
    let found = folder.join(what);
    if found.exists() {
        return Some(found);
    }
    aloud(&format!("{what} is not there (set KUAIBAO_SHARED to the folder that holds it)"));
    None
}
