//! `serve`: `watch`, and a browser on this computer shows what it gives.

use serde::Serialize;

use super::args::Serve;
use super::desk::Desk;
use super::exit::Exit;
use super::watch;
use crate::build::{REPORTS, SITE};
use crate::error::Result;
use crate::serve::{Board, Server};

#[derive(Serialize)]
struct Listening {
    version: u32,
    address: String,
}

/// Runs the command.
pub fn run(args: Serve, desk: &mut Desk<'_>) -> Result<Exit> {
    let office = desk.office()?;
    // Pages of an earlier server must not take this one for theirs.
    let board = Board::new(format!("{:x}-{:x}", desk.now.timestamp(), std::process::id()));
    let root = office.root.canonicalize().unwrap_or_else(|_| office.root.clone());
    let server = Server::start(args.port, root.join(SITE), root.join(REPORTS), &board)?;
    tell_address(server.port(), desk)?;
    desk.talk("只有这台电脑能打开。按 Ctrl-C 结束。")?;
    let exit = watch::keep_fresh(&office, Some(&board), desk)?;
    drop(server);
    Ok(exit)
}

fn tell_address(port: u16, desk: &mut Desk<'_>) -> Result<()> {
    let address = format!("http://127.0.0.1:{port}/");
    if desk.json {
        return watch::print_line(desk, &Listening { version: 1, address });
    }
    desk.print(&format!("打开 {address} 看网站；页角有送审稿、待办与问题，改动会自动显示。"))?;
    desk.flush()
}
