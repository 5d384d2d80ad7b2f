//! The binary: reads the clock and the surroundings, runs one command, returns its exit code.

use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use chrono::Utc;
use kuaibao::cli::{self, Exit, NOTICEABLE, Surroundings, Telling};
use mimalloc::MiMalloc;

/// A build makes and drops millions of short strings on all cores.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
        eprintln!("没有办成：程序内部出错（{place}）\n  办法：文件没有损坏，可以重试；请把这一行告诉维护人员。");
    }));
    let exit = std::panic::catch_unwind(run).unwrap_or(Exit::Defect);
    ExitCode::from(exit as u8)
}

fn run() -> Exit {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let set = match variable("KUAIBAO_NOW").map(|text| cli::moment(&text)).transpose() {
        Ok(set) => set,
        Err(fault) => {
            eprintln!("环境变量 KUAIBAO_NOW 写得不对：{fault}");
            return Exit::Usage;
        }
    };
    let Ok(folder) = std::env::current_dir() else {
        eprintln!("找不到当前文件夹，它可能已被删除\n  办法：请换一个文件夹后重试。");
        return Exit::Failed;
    };
    let user =
        ["KUAIBAO_BY", "USER", "LOGNAME", "USERNAME"].into_iter().find_map(variable).unwrap_or_else(|| "未具名".into());
    let terminal = std::io::stdout().is_terminal() && variable("NO_COLOR").is_none();
    let mut out = BufWriter::new(std::io::stdout().lock());
    // Not locked: another thread that breaks down must be able to say so.
    let mut err = std::io::stderr();
    let clock = || set.unwrap_or_else(|| Utc::now().with_timezone(&cli::china()));
    let endings = kuaibao::serve::when_asked_to_end;
    // A terminal that cannot go back in a line gets lines, as a log does.
    let telling = match std::io::stderr().is_terminal() && variable("TERM").as_deref() != Some("dumb") {
        true => Telling::Bar,
        false => Telling::Lines(NOTICEABLE, Arc::new(|line| drop(writeln!(std::io::stderr(), "{line}")))),
    };
    let (out, err) = (&mut out, &mut err);
    let around = Surroundings { clock: &clock, endings: &endings, folder, user, terminal, telling, out, err };
    let exit = cli::run(std::env::args_os(), around);
    match out.flush() {
        Err(fault) if fault.kind() != std::io::ErrorKind::BrokenPipe => Exit::Failed,
        _ => exit,
    }
}
