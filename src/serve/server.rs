//! Listening on the loopback addresses.
//!
//! In: a port, the folders, a board. Out: answers in a thread of its own, until it is stopped. The other commands never
//! open a port. Refuses to know: what is answered.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use super::answer::{Asked, Body, Rooms};
use super::state::Board;
use crate::error::{Error, Result};

/// A server that listens.
pub struct Server {
    port: u16,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on the port of 127.0.0.1, and of ::1 where there is one. Port 0: any that is free.
    pub fn start(port: u16, site: PathBuf, reports: PathBuf, board: &Board) -> Result<Self> {
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|cause| no_port(port, cause))?;
        let fail =
            |cause| Error::work("无法打开网页服务").because(cause).help("请重试；还不行，请换一个端口（--port）。");
        let port = first.local_addr().map_err(fail)?.port();
        // Many computers have no IPv6; the address that is told is the other one.
        let second = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).ok();
        let runtime = Builder::new_current_thread().enable_all().build().map_err(fail)?;
        let rooms = Rooms { site, reports, port, state: board.reader() };
        for listener in std::iter::once(first).chain(second) {
            listen(&runtime, listener, rooms.clone()).map_err(fail)?;
        }
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            let _ = runtime.block_on(stopped);
            runtime.shutdown_background();
        });
        Ok(Server { port, stop: Some(stop), thread: Some(thread) })
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn no_port(port: u16, cause: io::Error) -> Error {
    let next = port.checked_add(1).unwrap_or(4000);
    match cause.kind() {
        io::ErrorKind::AddrInUse => Error::work(format!("端口 {port} 已被占用")).help(format!(
            "也许已经开着一个 kuaibao serve：先用浏览器打开 http://127.0.0.1:{port}/ 看看；不是的，换一个端口：kuaibao serve --port {next}"
        )),
        _ => Error::work(format!("端口 {port} 打不开"))
            .because(cause)
            .help(format!("请换一个 1024 以上的端口：kuaibao serve --port {}", next.max(4000))),
    }
}

fn listen(runtime: &Runtime, listener: TcpListener, rooms: Rooms) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let _inside = runtime.enter();
    let listener = tokio::net::TcpListener::from_std(listener)?;
    runtime.spawn(async move {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => drop(tokio::spawn(connection(TokioIo::new(stream), rooms.clone()))),
                // Too many open files, most likely: some will be closed.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    });
    Ok(())
}

async fn connection(stream: TokioIo<tokio::net::TcpStream>, rooms: Rooms) {
    let service = service_fn(move |request: Request<Incoming>| {
        let rooms = rooms.clone();
        async move { Ok::<Response<Body>, Infallible>(rooms.answer(asked(request)).await) }
    });
    // A browser that goes away in the middle is no fault of anybody's.
    let _ = http1::Builder::new().serve_connection(stream, service).await;
}

fn asked(request: Request<Incoming>) -> Asked {
    let (head, _) = request.into_parts();
    let query = head.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Asked { method: head.method, path: head.uri.path().to_owned(), query, headers: head.headers }
}
