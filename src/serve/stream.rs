//! Server-sent events: the state now, and whenever it changes.
//!
//! In: the state's reading side. Out: a body that goes on until the browser or the server goes away.
//! Refuses to know: what the state means.

use std::time::Duration;

use http_body_util::channel::Channel;
use hyper::body::Bytes;
use tokio::sync::watch;
use tokio::time::timeout;

use super::state::State;

/// How often a line is sent although nothing happens, so that a browser that has gone away is noticed.
const BEAT: Duration = Duration::from_secs(15);

/// The body.
pub fn stream(mut state: watch::Receiver<State>) -> Channel<Bytes> {
    let (mut send, body) = Channel::new(4);
    tokio::spawn(async move {
        let mut line = event(&state.borrow_and_update());
        while send.send_data(line).await.is_ok() {
            line = match timeout(BEAT, state.changed()).await {
                Ok(Ok(())) => event(&state.borrow_and_update()),
                Ok(Err(_)) => return,
                Err(_) => Bytes::from_static(b": \n\n"),
            };
        }
    });
    body
}

fn event(state: &State) -> Bytes {
    // A struct of texts and numbers can always be written; JSON has no line feeds of its own.
    let json = serde_json::to_string(state).unwrap_or_default();
    Bytes::from(format!("retry: 1000\ndata: {json}\n\n"))
}
