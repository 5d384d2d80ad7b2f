//! `serve` and `watch` as an editor meets them: a real office, real events, a server on a free port, a client of a few
//! lines. Nothing here waits for a time; everything waits for something to be so, with patience for slow machines.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use kuaibao::cli::{self, AtTheEnd, Exit, Surroundings, Telling};
use serde_json::Value;

use crate::bench::{Bench, SETTINGS, brief, files_below};

/// How long anything may take on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(90);

/// What a command prints, for others to read while it goes on.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("whole").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("whole").clone()).expect("UTF-8")
    }
}

/// A command that goes on until it is told to end.
struct Running {
    out: Paper,
    err: Paper,
    end: Box<dyn Fn() + Send + Sync>,
    thread: Option<JoinHandle<Exit>>,
}

impl Running {
    fn start(bench: &Bench, arguments: &[&str]) -> Self {
        let (out, err) = (Paper::default(), Paper::default());
        let (send, receive) = mpsc::channel::<AtTheEnd>();
        let folder = bench.root().to_owned();
        let all: Vec<String> = ["kuaibao"].iter().chain(arguments).map(ToString::to_string).collect();
        let (mut to, mut talk) = (out.clone(), err.clone());
        let thread = std::thread::spawn(move || {
            let around = Surroundings {
                clock: &|| cli::moment("2016-11-17T09:00:00+08:00").expect("a test's time"),
                endings: &|then| send.send(then).map_err(|_| kuaibao::error::Error::defect("nobody listens")),
                folder,
                user: "编辑".into(),
                terminal: false,
                telling: Telling::Nothing,
                out: &mut to,
                err: &mut talk,
            };
            cli::run(all.into_iter().map(Into::into), around)
        });
        let end = receive.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{}{}", out.text(), err.text()));
        Running { out, err, end, thread: Some(thread) }
    }

    /// How many builds have ended well.
    fn builds(&self) -> usize {
        self.out.text().matches("已更新").count()
    }

    #[track_caller]
    fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        until(&|| format!("{what}\n{}\n{}", self.out.text(), self.err.text()), is_so);
    }

    /// Ends it as Ctrl-C does.
    fn end(mut self) -> Exit {
        (self.end)();
        self.thread.take().expect("runs").join().expect("no panic")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        (self.end)();
    }
}

#[track_caller]
fn until(what: &dyn Fn() -> String, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "never came: {}", what());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// `serve` on a free port, with its first build done.
struct Served {
    running: Running,
    port: u16,
}

struct Got {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Got {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    fn header(&self, name: &str) -> &str {
        let line = self.head.lines().find(|line| line.starts_with(&format!("{name}:"))).unwrap_or_default();
        line.split_once(':').map_or("", |(_, value)| value.trim())
    }
}

impl Served {
    fn new(bench: &Bench) -> Self {
        let running = Running::start(bench, &["serve", "--port", "0"]);
        let told = running.out.text();
        let port = told.split("http://127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next());
        let port = port.and_then(|port| port.parse().ok()).unwrap_or_else(|| panic!("no address: {told}"));
        let served = Served { running, port };
        served.running.until("the first build", || served.state()["step"] != "building");
        served
    }

    /// Asks as a program does.
    fn get(&self, path: &str) -> Got {
        self.ask("GET", path, "")
    }

    /// Asks as a browser does that wants to show a page.
    fn show(&self, path: &str) -> Got {
        self.ask("GET", path, "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\n")
    }

    fn ask(&self, method: &str, path: &str, more: &str) -> Got {
        let host = if more.contains("Host:") { String::new() } else { format!("Host: 127.0.0.1:{}\r\n", self.port) };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        write!(stream, "{method} {path} HTTP/1.1\r\n{host}{more}Connection: close\r\n\r\n").expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let at = bytes.windows(4).position(|part| part == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(bytes[..at].to_vec()).expect("ASCII");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Got { status, head, body: bytes[at + 4..].to_vec() }
    }

    fn state(&self) -> Value {
        serde_json::from_slice(&self.get("/__kuaibao/state").body).expect("JSON")
    }

    /// The events, one JSON value each, read in a thread of its own.
    fn events(&self) -> mpsc::Receiver<Value> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        write!(stream, "GET /__kuaibao/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).expect("sent");
        let (send, receive) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if let Some(state) = line.strip_prefix("data: ").and_then(|json| serde_json::from_str(json).ok()) {
                    let _ = send.send(state);
                }
            }
        });
        receive
    }
}

#[track_caller]
fn until_told(events: &mpsc::Receiver<Value>, is_so: impl Fn(&Value) -> bool) -> Value {
    let started = Instant::now();
    loop {
        let state = events.recv_timeout(PATIENCE.saturating_sub(started.elapsed())).expect("an event in time");
        if is_so(&state) {
            return state;
        }
    }
}

/// What the last build has left is what a build from nothing would give: this one finds nothing to write.
#[track_caller]
fn nothing_is_stale(bench: &Bench) {
    let answer = bench.run(&["build", "--json"]).json();
    assert_eq!((&answer["pages"]["written"], &answer["pages"]["removed"]), (&0.into(), &0.into()), "{answer}");
    assert_eq!(answer["received"], 0, "{answer}");
}

/// A home page of the office's own.
fn own_home(title: &str) -> String {
    format!("{{% extends \"builtin/home.html\" %}}{{% block title %}}{title}{{% endblock title %}}")
}

/// An office with one published issue and one draft of one title.
fn published() -> Bench {
    let bench =
        Bench::small_with("\n[[series]]\nid = \"kuaibao\"\ntitle = \"改革快报\"\nitems = { min = 1, max = 1 }\n");
    bench.accepted(1, "kuaibao");
    bench.run(&["compile"]).done();
    bench.run(&["publish", "kuaibao-2016-1"]).done();
    bench.drop_brief("后一篇", "后一项改革");
    bench.run(&["intake"]).done();
    bench.run(&["accept", "--all", "--series", "kuaibao"]).done();
    bench
}

fn registered(bench: &Bench) -> String {
    let journal = bench.path("register/2016.jsonl");
    if journal.exists() { std::fs::read_to_string(journal).expect("readable") } else { String::new() }
}

#[test]
fn a_program_gets_the_bytes_of_the_site() {
    let bench = published();
    let served = Served::new(&bench);
    let files = bench.files("site");
    assert!(files.len() > 20, "a whole site: {}", files.len());
    for (path, bytes) in &files {
        let encoded: String = path.split('/').map(percent).collect::<Vec<_>>().join("/");
        let got = served.get(&format!("/{encoded}"));
        assert_eq!((got.status, &got.body), (200, bytes), "{path}");
        assert_eq!(got.header("content-length"), bytes.len().to_string(), "{path}");
        if !path.ends_with(".html") {
            assert_eq!(&served.show(&format!("/{encoded}")).body, bytes, "{path}");
        }
    }
    assert_eq!(served.get("/").body, files["index.html"]);
    assert_eq!(served.running.end(), Exit::Done);
    assert_eq!(bench.files("site"), files, "serving writes nothing");
}

fn percent(part: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._".contains(byte);
    part.bytes().map(|b| if plain(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[test]
fn a_browser_gets_one_mark_more() {
    let bench = published();
    let served = Served::new(&bench);
    let (plain, shown) = (served.get("/"), served.show("/"));
    let script = shown.text().split("<script defer src=\"/__kuaibao/reload.js").nth(1).expect("the mark");
    let script = format!("<script defer src=\"/__kuaibao/reload.js{}\n", script.split('\n').next().unwrap_or_default());
    assert_eq!(shown.text().replacen(&script, "", 1), plain.text(), "and nothing else");
    assert_eq!((plain.header("vary"), shown.header("vary")), ("accept", "accept"));
    let source = script.split('"').nth(1).expect("an address");
    let code = served.get(source);
    assert!(code.header("content-type").starts_with("text/javascript") && code.text().contains("EventSource"));
    let again = served.ask("GET", "/", &format!("If-None-Match: {}\r\n", plain.header("etag")));
    assert_eq!((again.status, again.body.len()), (304, 0));
    let head = served.ask("HEAD", "/", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), plain.body.len().to_string());
}

#[test]
fn drafts_and_reports_have_places_of_their_own() {
    let bench = published();
    let served = Served::new(&bench);
    let list = served.get("/__drafts/");
    assert!(list.text().contains("kuaibao-2016-2.html") && list.text().contains("可以刊发"), "{}", list.text());
    let draft = served.get("/__drafts/kuaibao-2016-2.html");
    assert!(draft.text().contains("<strong>送审稿</strong>"), "{}", draft.text());
    assert_eq!(draft.body, std::fs::read(bench.path("reports/drafts/kuaibao-2016-2.html")).expect("there"));
    let shown = served.show("/__drafts/kuaibao-2016-2.html");
    let policy = shown.text().split("Content-Security-Policy\" content=\"").nth(1).expect("a policy");
    assert!(policy.contains("script-src 'self'; connect-src 'self'"), "{policy}");
    assert!(bench.files("site").keys().all(|path| !path.contains("__") && !path.contains("2016/002")));
    assert_eq!(served.get("/__reports/").body, std::fs::read(bench.path("reports/index.html")).expect("there"));
    for (from, to) in [("/__reports", "/__reports/"), ("/__drafts?x=1", "/__drafts/?x=1"), ("/kuaibao", "/kuaibao/")] {
        let got = served.get(from);
        assert_eq!((got.status, got.header("location")), (302, to), "{from}");
    }
}

#[test]
fn strangers_and_ways_out_are_refused() {
    let bench = published();
    bench.write("site/.htaccess", "x");
    let served = Served::new(&bench);
    for host in ["gaige.example", "gaige.example:80", "127.0.0.1", "10.0.0.1:4000"] {
        assert_eq!(served.ask("GET", "/", &format!("Host: {host}\r\n")).status, 421, "{host}");
        assert_eq!(served.ask("GET", "/__kuaibao/events", &format!("Host: {host}\r\n")).status, 421, "{host}");
    }
    let out =
        ["/../kuaibao.toml", "/%2e%2e/kuaibao.toml", "/..%2fkuaibao.toml", "/.htaccess", "/__reports/../kuaibao.toml"];
    for path in out.iter().chain(&["/__drafts/../../kuaibao.toml", "/%E4", "/没有.html", "/__kuaibao/x", "/__draft"])
    {
        let got = served.get(path);
        assert!(matches!(got.status, 400 | 404), "{path}: {}", got.status);
        assert!(
            !got.head.contains("kuaibao.toml") && !String::from_utf8_lossy(&got.body).contains("[office]"),
            "{path}"
        );
    }
    let missing = served.show("/meiyou.html");
    assert!(missing.status == 404 && missing.text().contains("没有这一页") && missing.text().contains("reload.js"));
    let posted = served.ask("POST", "/", "Content-Length: 0\r\n");
    assert_eq!((posted.status, posted.header("allow")), (405, "GET, HEAD"));
    for header in ["x-content-type-options", "cross-origin-resource-policy", "cache-control"] {
        assert_ne!(served.get("/").header(header), "", "{header}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(bench.path("kuaibao.toml"), bench.path("site/geheim.txt")).expect("linked");
        assert_eq!(served.get("/geheim.txt").status, 404, "no link is followed");
    }
}

#[test]
fn what_an_editor_saves_is_fresh_and_the_browser_is_told() {
    let bench = published();
    let served = Served::new(&bench);
    let events = served.events();
    let before = until_told(&events, |state| state["step"] == "fresh");
    // As editors save: beside the file, then under its name.
    let own = own_home("新的首页");
    bench.write("templates/.home.html.swp", "半");
    bench.write("templates/home.html~", own);
    std::fs::rename(bench.path("templates/home.html~"), bench.path("templates/home.html")).expect("renamed");
    let after = until_told(&events, |state| state["site"] != before["site"] && state["step"] == "fresh");
    assert!(served.get("/").text().contains("<title>新的首页</title>"), "{after}");
    assert!(served.show("/").text().contains(&format!(".site.{}\"", after["site"])), "the page knows its revision");
    // A draft that the editor changes is shown anew; the site is not.
    let text = bench.read("issues/kuaibao/2016/002/01.md");
    bench.write("issues/kuaibao/2016/002/01.md", text.replace("的正文", "的正文，改过了"));
    let changed = until_told(&events, |state| state["office"] != after["office"] && state["step"] == "fresh");
    assert!(served.get("/__drafts/kuaibao-2016-2.html").text().contains("改过了"));
    assert_eq!(changed["site"], after["site"], "nobody who reads the site is interrupted");
}

#[test]
fn other_commands_work_beside_it_and_their_doing_is_shown() {
    let bench = published();
    let served = Served::new(&bench);
    bench.drop_brief("新到", "新到的改革");
    served.running.until("the receipt", || registered(&bench).contains("submissions/市民政局/新到.md"));
    bench.run(&["accept", "submissions/市民政局/新到.md", "--series", "kuaibao"]).done();
    served.running.until("the draft", || bench.exists("issues/kuaibao/2016/003/issue.toml"));
    served.running.until("the list", || served.get("/__drafts/").text().contains("kuaibao-2016-3.html"));
    // What the builds themselves write (the journal, the draft) causes no others.
    served.running.until("the third build", || served.running.builds() >= 3);
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(served.running.builds(), 3, "{}", served.running.out.text());
    bench.run(&["publish", "--all"]).done();
    served.running.until("the page", || served.get("/kuaibao/2016/003.html").status == 200);
    let settled = || {
        let before = served.running.builds();
        std::thread::sleep(Duration::from_millis(700));
        served.running.builds() == before
    };
    served.running.until("the end of building", settled);
    assert!(served.running.builds() <= 8, "{}", served.running.out.text());
    assert_eq!(served.running.end(), Exit::Done);
    nothing_is_stale(&bench);
    bench.run(&["verify"]).done();
}

#[test]
fn a_fault_is_shown_and_ends_nothing() {
    let bench = published();
    let served = Served::new(&bench);
    let events = served.events();
    let good = bench.read("kuaibao.toml");
    bench.write("kuaibao.toml", format!("{good}\n[offic]\n"));
    let failed = until_told(&events, |state| state["step"] == "failed");
    assert!(failed["told"].as_str().is_some_and(|told| told.contains("offic")), "{failed}");
    served.running.until("that it says so", || served.running.err.text().contains("没有更新"));
    assert!(served.show("/meiyou.html").text().contains("offic"), "without the script too");
    assert_eq!(served.get("/").status, 200, "the old pages stay");
    bench.write("kuaibao.toml", good);
    until_told(&events, |state| state["step"] == "fresh");
    bench.write("templates/home.html", "{% if %}");
    let failed = until_told(&events, |state| state["step"] == "failed");
    assert!(failed["told"].as_str().is_some_and(|told| told.contains("templates/home.html:1:")), "{failed}");
    std::fs::remove_file(bench.path("templates/home.html")).expect("removed");
    until_told(&events, |state| state["step"] == "fresh" && state["told"] == "");
    assert_eq!(served.running.end(), Exit::Done);
}

#[test]
fn half_a_file_gets_no_receipt_until_it_is_whole() {
    let bench = Bench::small();
    std::fs::create_dir_all(bench.path("submissions/市民政局")).expect("made");
    let running = Running::start(&bench, &["watch"]);
    running.until("the first build", || running.builds() > 0);
    let text = brief("慢慢拷来的", &"这里是正文，说的是改革。".repeat(400));
    let (first, rest) = text.as_bytes().split_at(600);
    let (second, rest) = rest.split_at(600);
    let mut slow = std::fs::File::create(bench.path("submissions/市民政局/慢.md")).expect("made");
    slow.write_all(first).expect("written");
    slow.sync_all().expect("written");
    bench.write("submissions/市民政局/~$慢.docx", "锁");
    bench.write("submissions/市民政局/慢.docx.crdownload", "半");
    // Others come meanwhile, whole; each is taken, and the slow one is not.
    for (name, more) in [("甲", second), ("乙", &[])] {
        bench.drop_brief(name, name);
        running.until(name, || registered(&bench).contains(&format!("市民政局/{name}.md")));
        assert!(!registered(&bench).contains("慢.md"), "half of it: {}", registered(&bench));
        slow.write_all(more).expect("written");
    }
    slow.write_all(rest).expect("written");
    drop(slow);
    running.until("the whole file", || registered(&bench).contains("慢.md"));
    let digest = kuaibao::model::Digest::of(text.as_bytes()).to_string();
    let lines = registered(&bench);
    let its: Vec<&str> = lines.lines().filter(|line| line.contains("慢.md")).collect();
    assert!(its.len() == 1 && its[0].contains(&digest), "{its:?}");
    assert_eq!(lines.matches("\"revised\"").count() + lines.matches("\"vanished\"").count(), 0, "{lines}");
    assert_eq!(running.end(), Exit::Done);
    bench.run(&["verify"]).done();
}

#[test]
fn a_brief_waits_for_its_picture_and_not_for_one_that_nobody_watches() {
    let bench = Bench::small();
    std::fs::create_dir_all(bench.path("submissions/市民政局")).expect("made");
    let running = Running::start(&bench, &["watch"]);
    running.until("the first build", || running.builds() > 0);
    // The other unit's folder is made while it is watched.
    let picture = std::fs::read(crate::outside::repository().join("tests/word/grey.png")).expect("a picture");
    let (half, rest) = picture.split_at(picture.len() / 2);
    let mut slow = std::fs::File::create(bench.path("submissions/市民政局/图.png")).expect("made");
    slow.write_all(half).expect("written");
    bench.write("submissions/盘龙区/.藏.png", &picture);
    bench.write("submissions/市民政局/有图.md", brief("有图的", "正文如图。\n\n![图](图.png)"));
    bench.write("submissions/盘龙区/藏图.md", brief("藏图的", "正文如图。\n\n![图](.藏.png)"));
    running.until("the one whose picture is whole", || registered(&bench).contains("藏图.md"));
    assert!(!registered(&bench).contains("有图.md"), "its picture is half of one");
    slow.write_all(rest).expect("written");
    drop(slow);
    running.until("the other", || registered(&bench).contains("有图.md"));
    assert!(registered(&bench).contains(&kuaibao::model::Digest::of(&picture).to_string()), "with the whole picture");
    assert_eq!(running.end(), Exit::Done);
    bench.run(&["verify"]).done();
}

#[test]
fn a_thousand_files_are_one_build_or_two() {
    let bench = Bench::small();
    let running = Running::start(&bench, &["watch"]);
    running.until("the first build", || running.builds() > 0);
    let before = running.builds();
    let elsewhere = tempfile::tempdir_in(bench.root()).expect("a folder beside");
    for count in 0..1000 {
        let name = elsewhere.path().join(format!("{count}.md"));
        std::fs::write(name, brief(&format!("第{count}项改革"), &format!("第{count}项改革的正文。"))).expect("written");
    }
    std::fs::rename(elsewhere.path(), bench.path("submissions/市民政局")).expect("moved in");
    running.until("all of them", || registered(&bench).lines().count() >= 1000);
    assert!(running.builds() - before <= 2, "{} builds", running.builds() - before);
    assert_eq!(running.end(), Exit::Done);
    nothing_is_stale(&bench);
}

#[test]
fn a_file_that_is_replaced_by_another_name_is_revised_and_never_gone() {
    let bench = Bench::small();
    bench.drop_brief("甲", "常改的一篇");
    let running = Running::start(&bench, &["watch"]);
    running.until("the receipt", || registered(&bench).contains("\"received\""));
    for count in 1..=3 {
        let text = brief("常改的一篇", &format!("常改的一篇的正文。第{count}次改。"));
        bench.write("submissions/市民政局/.甲.md.新", &text);
        let (old, kept) = (bench.path("submissions/市民政局/甲.md"), bench.path("submissions/市民政局/甲.md~"));
        std::fs::rename(&old, kept).expect("renamed");
        std::fs::rename(bench.path("submissions/市民政局/.甲.md.新"), old).expect("renamed");
        running.until("the revision", || registered(&bench).matches("\"revised\"").count() == count);
    }
    let lines = registered(&bench);
    assert_eq!((lines.matches("\"received\"").count(), lines.matches("\"vanished\"").count()), (1, 0), "{lines}");
    assert_eq!(running.end(), Exit::Done);
}

#[test]
fn where_no_events_come_it_looks_now_and_then() {
    let bench = Bench::small_with("\n[watch]\nmode = \"poll\"\nevery = 1\nquiet = 1\n");
    let running = Running::start(&bench, &["watch"]);
    running.until("the first build", || running.builds() > 0);
    bench.drop_brief("甲", "看出来的");
    running.until("the receipt", || registered(&bench).contains("甲.md"));
    std::fs::remove_file(bench.path("submissions/市民政局/甲.md")).expect("removed");
    bench.drop_brief("乙", "另一篇");
    running.until("that it is gone", || registered(&bench).contains("\"vanished\""));
    assert_eq!(running.end(), Exit::Done);
}

#[test]
fn it_waits_while_another_command_writes() {
    let bench = published();
    let served = Served::new(&bench);
    let lock = std::fs::File::options().write(true).open(bench.path("register/.lock")).expect("there");
    served.running.until("the lock", || lock.try_lock().is_ok());
    bench.drop_brief("新到", "新到的改革");
    served.running.until("that it says so", || served.running.err.text().contains("另一个窗口正在登记"));
    assert!(served.state()["told"].as_str().is_some_and(|told| told.contains("另一个窗口")));
    assert!(!registered(&bench).contains("新到.md"));
    lock.unlock().expect("let go");
    served.running.until("the receipt", || registered(&bench).contains("新到.md"));
    assert_eq!(served.running.end(), Exit::Done);
}

#[test]
fn a_port_that_is_taken_is_told_with_a_way_out() {
    let bench = Bench::small();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("bound").port().to_string();
    let told = bench.run(&["serve", "--port", &port]).ended(Exit::Failed).err;
    assert!(told.contains("已被占用") && told.contains("--port"), "{told}");
    assert!(bench.run(&["serve", "--port", "x"]).ended(Exit::Usage).err.contains("如 4001"));
    assert!(!bench.exists("site"), "nothing was begun");
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_the_binary_well() {
    use std::process::{Command, Stdio};
    let bench = Bench::small();
    let mut kuaibao = Command::new(env!("CARGO_BIN_EXE_kuaibao"));
    kuaibao.args(["serve", "--port", "0"]).current_dir(bench.root()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = kuaibao.spawn().expect("it starts");
    let mut out = BufReader::new(child.stdout.take().expect("piped"));
    let mut line = String::new();
    while !line.contains("已更新") {
        assert_ne!(out.read_line(&mut line).expect("lines"), 0, "ended early: {line}");
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success() && child.wait().expect("ends").success());
    // The cache is one of ours, and stays.
    let inner = |name: String| name.strip_prefix(".kuaibao-cache/").unwrap_or(&name).contains(".kuaibao-");
    let left = |folder: &Path| files_below(folder).into_keys().filter(|name| inner(name.clone())).count();
    assert_eq!(left(bench.root()), 0, "nothing half-written");
    assert!(bench.read("kuaibao.toml").starts_with(SETTINGS));
    bench.run(&["verify"]).done();
}

#[test]
fn a_real_browser_reloads_by_itself() {
    let (Some(chromium), Some(modules)) = (crate::browser::chromium(), crate::browser::modules()) else { return };
    let bench = published();
    let served = Served::new(&bench);
    let script = crate::outside::repository().join("tests/browser/live.mjs");
    let mut node = std::process::Command::new("node");
    node.args(["--test-reporter=spec"]).arg(script).env("KUAIBAO_OFFICE", bench.root());
    node.env("KUAIBAO_SERVER", format!("http://127.0.0.1:{}/", served.port));
    node.env("KUAIBAO_SITE", bench.path("site")).env("KUAIBAO_CHROMIUM", chromium).env("KUAIBAO_MODULES", modules);
    let output = node.output().expect("Node.js starts");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(said.lines().any(|line| line.trim().ends_with("pass 3")), "were they all run? {said}");
}

/// Numbers that look like any, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }
}

#[test]
fn whatever_is_done_in_whatever_order_nothing_stays_stale() {
    let bench = published();
    let running = Running::start(&bench, &["watch"]);
    running.until("the first build", || running.builds() > 0);
    let mut dice = Dice(20161117);
    let brief_at = |count: usize| format!("submissions/市民政局/稿{count}.md");
    for step in 0..60 {
        let (path, other) = (brief_at(dice.below(5)), brief_at(dice.below(5)));
        let text = brief(&format!("第{step}步的改革"), &format!("第{step}步的正文，数字是{}。", dice.below(1000)));
        match dice.below(6) {
            0 | 1 => bench.write(&path, text),
            2 => drop(std::fs::remove_file(bench.path(&path))),
            3 => drop(std::fs::rename(bench.path(&path), bench.path(&other))),
            4 => bench.write("templates/home.html", own_home(&step.to_string())),
            _ => {
                let draft = "issues/kuaibao/2016/002/01.md";
                bench.write(draft, bench.read(draft).replace("的正文", &format!("的正文，{step}，")));
            }
        }
        std::thread::sleep(Duration::from_millis([0, 5, 30, 120][dice.below(4)]));
    }
    // The last thing that is done is seen to have been done.
    bench.drop_brief("最后一篇", "最后一篇");
    running.until("the last receipt", || registered(&bench).contains("最后一篇.md"));
    let settled = || {
        let before = running.builds();
        std::thread::sleep(Duration::from_millis(500));
        running.builds() == before
    };
    running.until("the end of building", settled);
    let known = |count: usize| registered(&bench).contains(&format!("稿{count}.md")) || !bench.exists(&brief_at(count));
    running.until("every file that lies there", || (0..5).all(known));
    assert_eq!(running.end(), Exit::Done);
    nothing_is_stale(&bench);
    bench.run(&["verify"]).done();
}
