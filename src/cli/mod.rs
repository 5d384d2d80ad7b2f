//! The commands: one file each. Arguments → one call into the library → a report → an exit code.
//!
//! In: arguments and what `main` knows of the world. Out: printed lines, an exit code. Only this module prints.
//! Refuses to know: how anything is done.

mod args;
mod build;
mod change;
mod check;
mod compile;
mod decide;
mod desk;
mod exit;
mod explain;
mod fix;
mod fmt;
mod inbox;
mod init;
mod intake;
mod mask;
mod new;
mod progress;
mod publish;
mod quota;
mod serve;
mod show;
mod usage;
mod verify;
mod waive;
mod watch;

use std::ffi::OsString;

use chrono::FixedOffset;
use clap::Parser;
use clap::error::ErrorKind;

use crate::error::Result;
pub use args::moment;
use args::{Cli, Command};
use desk::Desk;
pub use desk::{AtTheEnd, Surroundings};
pub use exit::Exit;
pub use progress::{Line, NOTICEABLE, Telling};

/// China's time; there has been no other since 1991.
pub fn china() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours are a valid offset")
}

/// Runs one command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>, around: Surroundings<'_>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(fault) => return not_a_command(&fault, around),
    };
    let mut desk = Desk::new(&cli.common, around);
    let result = dispatch(cli.command, &mut desk);
    desk.rest();
    match result {
        Ok(exit) => exit,
        Err(fault) => {
            // Where even this cannot be said, the exit code says it.
            let _ = desk.warn(&format!("没有办成：{fault}"));
            Exit::from(fault.kind())
        }
    }
}

fn not_a_command(fault: &clap::Error, around: Surroundings<'_>) -> Exit {
    match fault.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = write!(around.out, "{}", fault.render());
            Exit::Done
        }
        _ => {
            let _ = writeln!(around.err, "{}", usage::sentence(fault));
            Exit::Usage
        }
    }
}

fn dispatch(command: Command, desk: &mut Desk<'_>) -> Result<Exit> {
    match command {
        Command::Init(args) => init::run(args, desk),
        Command::New(args) => new::run(args, desk),
        Command::Check(args) => check::run(args, desk),
        Command::Intake => intake::run(desk),
        Command::Inbox(args) => inbox::run(args, desk),
        Command::Show(args) => show::run(args, desk),
        Command::Accept(args) => decide::accept(args, desk),
        Command::Return(args) => decide::give_back(args, desk),
        Command::Decline(args) => decide::decline(args, desk),
        Command::Hold(args) => decide::hold(args, desk),
        Command::Waive(args) => waive::run(args, desk),
        Command::Quota(args) => quota::run(args, desk),
        Command::Compile(args) => compile::run(args, desk),
        Command::Fmt(args) => fmt::run(args, desk),
        Command::Mask(args) => mask::run(args, desk),
        Command::Publish(args) => publish::run(args, desk),
        Command::Correct(args) => change::correct(args, desk),
        Command::Withdraw(args) => change::withdraw(args, desk),
        Command::Build(args) => build::run(args, desk),
        Command::Watch => watch::run(desk),
        Command::Serve(args) => serve::run(args, desk),
        Command::Verify => verify::run(desk),
        Command::Explain(args) => explain::run(args, desk),
    }
}
