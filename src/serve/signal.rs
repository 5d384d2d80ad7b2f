//! Hearing that the program is asked to end: Ctrl-C, or the system's way to ask.
//!
//! In: what to do then. Out: it is done, once. Who asks a second time does not want to wait: the program ends where it
//! stands, which every write of ours survives. Refuses to know: what is going on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::runtime::{Builder, Runtime};

use crate::error::{Error, Result};

/// Exit code of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// What is done when the program is asked to end.
type Then = Arc<dyn Fn() + Send + Sync>;

/// Does `then` when somebody asks the program to end.
pub fn when_asked_to_end(then: Box<dyn Fn() + Send + Sync>) -> Result<()> {
    let fail = |cause| Error::work("无法接收结束的信号").because(cause).help("请重试。");
    let runtime = Builder::new_current_thread().enable_all().build().map_err(fail)?;
    let asked = Arc::new(AtomicBool::new(false));
    let then: Then = Arc::new(move || {
        if asked.swap(true, Ordering::SeqCst) {
            std::process::exit(INTERRUPTED);
        }
        then();
    });
    listen(&runtime, &then).map_err(fail)?;
    std::thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    Ok(())
}

#[cfg(unix)]
fn listen(runtime: &Runtime, then: &Then) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let _inside = runtime.enter();
    for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
        let (mut signal, then) = (signal(kind)?, Arc::clone(then));
        runtime.spawn(async move {
            while signal.recv().await.is_some() {
                then();
            }
        });
    }
    Ok(())
}

#[cfg(not(unix))]
fn listen(runtime: &Runtime, then: &Then) -> std::io::Result<()> {
    let then = Arc::clone(then);
    runtime.spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            then();
        }
    });
    Ok(())
}
