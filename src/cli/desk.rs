//! What every command has at hand: the office, the time, who is asking, where to write.
//!
//! In: common options and the surroundings that `main` read. Out: opened offices and printed lines.
//! Refuses to know: what any command does.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};
use serde::Serialize;

use super::args::{Color, Common};
use super::exit::INTERRUPTED;
use super::progress::{Bar, Telling};
use crate::build::{Sources, Stock};
use crate::cache::Cache;
use crate::compile::{self, IssueFolder};
use crate::diagnostic::{Finding, draw};
use crate::error::{Error, Result};
use crate::model::ReceiptNo;
use crate::office::Office;
use crate::progress::Progress;
use crate::register::{Head, Lock, Originals, Register, Torn, Writer, read, resume};

/// What a command that goes on does when it is asked to end.
pub type AtTheEnd = Box<dyn Fn() + Send + Sync>;

/// What `main` knows of the world, so that nothing else needs to ask.
pub struct Surroundings<'a> {
    /// The clock: a command that goes on asks it again and again.
    pub clock: &'a dyn Fn() -> DateTime<FixedOffset>,
    /// Does something when the program is asked to end, instead of ending; for commands that go on until then.
    pub endings: &'a dyn Fn(AtTheEnd) -> Result<()>,
    /// The current folder.
    pub folder: PathBuf,
    /// The name of the person at the keyboard.
    pub user: String,
    /// Whether standard output is a terminal that shows colour.
    pub terminal: bool,
    /// How long work is told of.
    pub telling: Telling,
    /// Where data goes.
    pub out: &'a mut dyn Write,
    /// Where talk goes.
    pub err: &'a mut dyn Write,
}

/// The desk at which a command works.
pub struct Desk<'a> {
    /// The moment of the run.
    pub now: DateTime<FixedOffset>,
    /// The current folder.
    pub folder: PathBuf,
    /// Who is asking.
    pub by: String,
    /// Data as JSON.
    pub json: bool,
    /// Say less.
    pub quiet: bool,
    /// Say more.
    pub verbose: bool,
    colour: bool,
    office: Option<PathBuf>,
    /// The moment that the person at the keyboard has set; then the clock stands still.
    set: Option<DateTime<FixedOffset>>,
    clock: &'a dyn Fn() -> DateTime<FixedOffset>,
    endings: &'a dyn Fn(AtTheEnd) -> Result<()>,
    telling: Telling,
    work: Arc<Progress>,
    bar: Option<Bar>,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

impl<'a> Desk<'a> {
    /// Sets the desk up.
    pub fn new(common: &Common, around: Surroundings<'a>) -> Self {
        let colour = match common.color {
            Color::Auto => around.terminal,
            Color::Always => true,
            Color::Never => false,
        };
        let telling = match around.telling {
            _ if common.quiet => Telling::Nothing,
            // Who asks for data may not expect talk beside it.
            Telling::Lines(..) if common.json => Telling::Nothing,
            telling => telling,
        };
        Desk {
            work: Arc::new(telling.work()),
            telling,
            bar: None,
            now: whole_seconds(common.now.unwrap_or_else(around.clock)),
            set: common.now,
            clock: around.clock,
            endings: around.endings,
            by: common.by.clone().unwrap_or(around.user),
            json: common.json,
            quiet: common.quiet,
            verbose: common.verbose,
            colour: colour && !common.json,
            office: common.office.clone(),
            folder: around.folder,
            out: around.out,
            err: around.err,
        }
    }

    /// Today.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// This very moment; `now` is the one at which the command began.
    pub fn moment(&self) -> DateTime<FixedOffset> {
        whole_seconds(self.set.unwrap_or_else(self.clock))
    }

    /// Does `then` when the program is asked to end.
    pub fn when_asked_to_end(&self, then: AtTheEnd) -> Result<()> {
        (self.endings)(then)
    }

    /// The work of this command, the steps of which are told while it goes on.
    pub fn work(&mut self) -> Arc<Progress> {
        if let (Telling::Bar, None) = (&self.telling, &self.bar) {
            let bar = Bar::over(&self.work);
            let screen = bar.screen().clone();
            let end = move || {
                let _left = screen.left();
                std::process::exit(INTERRUPTED);
            };
            // Where this cannot be had, an interrupted run leaves the bar behind, and nothing worse.
            let _ = self.when_asked_to_end(Box::new(end));
            let _ = self.flush();
            self.bar = Some(bar);
        }
        Arc::clone(&self.work)
    }

    /// Nothing is being done any more, however it went.
    pub fn rest(&mut self) {
        self.bar = None;
    }

    /// The office, or an error that says how to get one.
    pub fn office(&self) -> Result<Office> {
        let missing = || {
            Error::usage("这里不是快报的办公文件夹（没有 kuaibao.toml）")
                .at(&self.folder)
                .help("请到办公文件夹里运行，或用 --office 指明；新建用 kuaibao init 文件夹。")
        };
        self.office_if_any()?.ok_or_else(missing)
    }

    /// The office, if there is one.
    pub fn office_if_any(&self) -> Result<Option<Office>> {
        match &self.office {
            Some(dir) => Office::open(&self.folder.join(dir)).map(Some),
            None => Office::above(&self.folder),
        }
    }

    /// The folder named with `--office`.
    pub fn office_given(&self) -> Option<&Path> {
        self.office.as_deref()
    }

    /// A path as the user gave it, from the current folder.
    pub fn path(&self, given: &Path) -> PathBuf {
        self.folder.join(given)
    }

    /// The register for reading; a torn last line is told. It stays until the process ends, which is as soon as the
    /// command is done: giving back a hundred thousand texts one by one would take a tenth of the time of the whole.
    pub fn register(&mut self, office: &Office) -> Result<&'static Register> {
        self.told(resume(&office.root, &Cache::to_read(office))?).map(|register| &*Box::leak(Box::new(register)))
    }

    /// The same for those who trust nothing that was kept.
    pub fn register_afresh(&mut self, office: &Office) -> Result<Register> {
        self.told(read(&office.root)?)
    }

    fn told(&mut self, (register, _, torn): (Register, Head, Option<Torn>)) -> Result<Register> {
        if torn.is_some() {
            self.talk("收文簿最后一行没有写完（上次运行中断），下次登记时会自动移开，前面的都完好。")?;
        }
        Ok(register)
    }

    /// The register for writing.
    pub fn writer(&mut self, office: &Office) -> Result<Writer> {
        let writer = self.writer_with(office, Lock::take(&office.root)?)?;
        // A folder that cannot be named is told by the commands that need it; receiving does not.
        if let Ok(folders) = compile::folders(&office.root) {
            compile::heal(&folders, &IssueFolder::seal, writer.register(), &Cache::to_read(office))?;
        }
        Ok(writer)
    }

    /// The same for those who have its lock already, and heal the seals themselves.
    pub fn writer_with(&mut self, office: &Office, lock: Lock) -> Result<Writer> {
        let writer = Writer::resume(lock, &self.by, self.now, Cache::to_read(office))?;
        if let Some(torn) = writer.torn() {
            let text = format!(
                "收文簿最后一行没有写完（上次运行中断），将移到 register/torn-{}.txt，前面的都完好：{}",
                writer.next_seq(),
                torn.path.display()
            );
            self.talk(&text)?;
        }
        Ok(writer)
    }

    /// All issues; of the published ones what is remembered, as far as it is still true.
    pub fn issues(&mut self, office: &Office, register: &Register) -> Result<Stock> {
        self.work().begins("读期刊");
        let stock = Stock::of(Sources { office, register, today: self.today() }, &Cache::to_read(office))?;
        self.work.ends();
        Ok(stock)
    }

    /// The copies of received texts.
    pub fn originals(&self, office: &Office) -> Originals {
        Originals::of(&office.root)
    }

    /// The receipt that a person means: a number, or the path of a brief.
    pub fn receipt(&self, office: &Office, register: &Register, given: &str) -> Result<ReceiptNo> {
        if let Ok(number) = given.parse::<ReceiptNo>() {
            let known = register.entry(number).map(|entry| entry.receipt);
            return known
                .ok_or_else(|| Error::usage(format!("没有收文 {number}")).help("kuaibao inbox 列出待处理的收文。"));
        }
        let plain = given.replace('\\', "/");
        let written = [plain.clone(), format!("submissions/{plain}")];
        let relative = office.relative(&self.path(Path::new(given)));
        let found = relative.iter().chain(&written).find_map(|path| register.entry_at(path));
        found.map(|entry| entry.receipt).ok_or_else(|| {
            Error::usage(format!("“{given}”既不是收文号，也不是登记过的文件"))
                .help("收文号的样子是 2016-0012；新到的文件请先运行 kuaibao intake 登记。")
        })
    }

    /// Prints a line of data.
    pub fn print(&mut self, text: &str) -> Result<()> {
        self.aside(|desk| put(desk.out, text))
    }

    /// Prints data as JSON.
    pub fn print_json(&mut self, value: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string_pretty(value).map_err(|fault| Error::defect("写不出 JSON").because(fault))?;
        self.print(&text)
    }

    /// Says something to the person at the keyboard.
    pub fn talk(&mut self, text: &str) -> Result<()> {
        if self.quiet { Ok(()) } else { self.warn(text) }
    }

    /// Says what went wrong, which nobody wants to miss.
    pub fn warn(&mut self, text: &str) -> Result<()> {
        // What was printed before is read before.
        self.flush()?;
        self.aside(|desk| put(desk.err, text))
    }

    /// Writes where the bar stands, if it does; it comes back by itself.
    fn aside(&mut self, write: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let Some(screen) = self.bar.as_ref().map(|bar| bar.screen().clone()) else { return write(self) };
        let _cleared = screen.cleared();
        write(self)?;
        // A line of which half is held back would lose the other half when the bar comes back.
        if self.work.now().is_some() { self.flush() } else { Ok(()) }
    }

    /// Lets what was printed be seen now: for commands that go on.
    pub fn flush(&mut self) -> Result<()> {
        match self.out.flush() {
            Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => Err(not_put(cause)),
            _ => Ok(()),
        }
    }

    /// Prints a finding with its line and mark.
    pub fn draw(&mut self, finding: &Finding) -> Result<()> {
        let drawn = draw::drawn(finding, self.colour);
        self.print(&format!("{drawn}\n"))
    }
}

/// Registers and pages keep whole seconds.
fn whole_seconds(moment: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    moment.with_nanosecond(0).unwrap_or(moment)
}

/// A reader that has gone away (`| head`) is no failure.
fn put(to: &mut dyn Write, text: &str) -> Result<()> {
    match writeln!(to, "{text}") {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => Err(not_put(cause)),
        _ => Ok(()),
    }
}

fn not_put(cause: io::Error) -> Error {
    Error::work("无法输出").because(cause).help("请检查磁盘是否已满。")
}
