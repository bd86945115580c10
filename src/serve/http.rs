//! Requests and answers on the wire: as much of HTTP/1.1 as reading takes.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::Server;
use super::answer::{Answer, EVENTS, SCRIPT};

/// The most bytes that a request may have.
const LARGEST: usize = 32 * 1024;

/// The most lines that the head of a request may have.
const MOST_HEADERS: usize = 64;

/// The most that are connected at once; each has a thread.
const MOST_CONNECTIONS: usize = 512;

/// How long a connection stays open that asks for nothing.
const PATIENCE: Duration = Duration::from_secs(60);

/// Answers whoever connects.
pub(super) fn listen(listener: &TcpListener, server: &Arc<Server>) {
    let open = Arc::new(AtomicUsize::new(0));
    loop {
        let Ok((stream, _)) = listener.accept() else {
            // Too many files are open, for one; it passes.
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        if open.load(Ordering::Relaxed) >= MOST_CONNECTIONS {
            continue;
        }
        open.fetch_add(1, Ordering::Relaxed);
        let (server, open_here) = (Arc::clone(server), Arc::clone(&open));
        let answering = thread::Builder::new().spawn(move || {
            // Who hung up needs no answer.
            let _ = connection(stream, &server);
            open_here.fetch_sub(1, Ordering::Relaxed);
        });
        // Where the system has no thread left, this one is hung up on, and may ask again.
        if answering.is_err() {
            open.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
struct Request {
    method: String,
    target: String,
    /// `None` if it is not there, or there twice.
    host: Option<String>,
    /// Whether the connection stays open.
    stays: bool,
    /// How many bytes it has.
    length: usize,
}

fn connection(mut stream: TcpStream, server: &Server) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut read = Vec::new();
    loop {
        let request = loop {
            match parsed(&read) {
                Ok(Some(request)) => break request,
                Ok(None) if read.len() < LARGEST => {}
                Ok(None) => return send(&mut stream, &Answer::text(431, "too long"), false, false),
                Err(()) => {
                    let answer = Answer::text(400, "this is no request");
                    return send(&mut stream, &answer, false, false);
                }
            }
            let mut bytes = [0; 4096];
            match stream.read(&mut bytes)? {
                0 => return Ok(()),
                count => read.extend_from_slice(&bytes[..count]),
            }
        };
        read.drain(..request.length);
        let path = match refused(&request, server) {
            Ok(path) => path,
            Err(answer) => {
                send(&mut stream, &answer, request.method == "HEAD", request.stays)?;
                if request.stays {
                    continue;
                }
                return Ok(());
            }
        };
        let is_head = request.method == "HEAD";
        if path == EVENTS && !is_head {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
                        X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
            stream.write_all(head.as_bytes())?;
            return server.events.send(&mut stream);
        }
        let answer = match path.as_str() {
            SCRIPT => Answer::script(),
            _ => server.answer(&path),
        };
        send(&mut stream, &answer, is_head, request.stays)?;
        if !request.stays {
            return Ok(());
        }
    }
}

/// The path that is asked for; or why the request is refused.
fn refused(request: &Request, server: &Server) -> Result<String, Answer> {
    let is_ours = request.host.as_ref().is_some_and(|host| server.hosts.has(host));
    if !is_ours {
        return Err(Answer::text(403, "this name is not one of this machine"));
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return Err(Answer::not_allowed());
    }
    let path = request.target.split(['?', '#']).next().unwrap_or_default();
    let path = decoded(path).filter(|path| path.starts_with('/'));
    path.ok_or_else(|| Answer::text(400, "this is no path"))
}

/// The request that some bytes begin with; `None` if there are more to come.
fn parsed(bytes: &[u8]) -> Result<Option<Request>, ()> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    let length = match request.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(()),
    };
    let all = |name: &str| {
        let named = request.headers.iter().filter(move |it| it.name.eq_ignore_ascii_case(name));
        named.map(|it| String::from_utf8_lossy(it.value).into_owned()).collect::<Vec<_>>()
    };
    // Nothing that reads has a body; where one may follow, what comes after it is not looked for.
    let has_body = all("content-length").iter().any(|length| length != "0")
        || !all("transfer-encoding").is_empty();
    let closes = all("connection").iter().any(|it| it.to_ascii_lowercase().contains("close"));
    let mut hosts = all("host");
    Ok(Some(Request {
        method: request.method.unwrap_or_default().to_owned(),
        target: request.path.unwrap_or_default().to_owned(),
        host: hosts.pop().filter(|_| hosts.is_empty()),
        stays: request.version == Some(1) && !closes && !has_body,
        length,
    }))
}

/// A path without `%`; `None` if what it stands for is no text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

fn send(stream: &mut TcpStream, answer: &Answer, is_head: bool, stays: bool) -> io::Result<()> {
    let Answer { status, headers, body } = answer;
    let reason = match status {
        200 => "OK",
        301 => "Moved Permanently",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        431 => "Request Header Fields Too Large",
        _ => "Internal Server Error",
    };
    let mut bytes = format!("HTTP/1.1 {status} {reason}\r\n").into_bytes();
    for (name, value) in headers {
        bytes.extend(format!("{name}: {value}\r\n").into_bytes());
    }
    let connection = if stays { "keep-alive" } else { "close" };
    // What is kept from one save to the next would be old.
    bytes.extend(
        format!(
            "Content-Length: {}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
             Connection: {connection}\r\n\r\n",
            body.len()
        )
        .into_bytes(),
    );
    if !is_head {
        bytes.extend_from_slice(body);
    }
    stream.write_all(&bytes)?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Option<Request>, ()> {
        parsed(text.as_bytes())
    }

    #[test]
    fn a_request_is_its_method_its_target_and_its_host() {
        let text = "GET /a?b HTTP/1.1\r\nhost: localhost:1\r\n\r\nGET";
        let request = of(text).unwrap().unwrap();
        assert_eq!((request.method.as_str(), request.target.as_str()), ("GET", "/a?b"));
        assert_eq!(request.host.as_deref(), Some("localhost:1"));
        assert!(request.stays);
        assert_eq!(&text[request.length..], "GET");
    }

    #[test]
    fn a_request_that_is_not_whole_is_waited_for() {
        assert_eq!(of("GET / HTTP/1.1\r\nHost: a\r\n"), Ok(None));
        assert_eq!(of("\u{1}\r\n\r\n"), Err(()));
    }

    #[test]
    fn two_hosts_are_none() {
        let request = of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").unwrap().unwrap();
        assert_eq!(request.host, None);
    }

    #[test]
    fn a_connection_ends_where_it_is_told_to_or_a_body_may_follow() {
        for header in ["Connection: Close", "Content-Length: 3", "Transfer-Encoding: chunked"] {
            let text = format!("GET / HTTP/1.1\r\n{header}\r\n\r\n");
            assert!(!of(&text).unwrap().unwrap().stays, "{header}");
        }
        assert!(!of("GET / HTTP/1.0\r\n\r\n").unwrap().unwrap().stays);
    }

    #[test]
    fn a_path_is_decoded_once() {
        assert_eq!(decoded("/a%20b/%C3%B1").as_deref(), Some("/a b/ñ"));
        assert_eq!(decoded("/%252e").as_deref(), Some("/%2e"));
        for broken in ["/%", "/%2", "/%zz", "/%ff"] {
            assert_eq!(decoded(broken), None, "{broken}");
        }
    }
}
