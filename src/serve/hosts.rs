//! Which names of this machine a request may use.

use std::net::{IpAddr, SocketAddr};

/// The hosts that are answered for.
///
/// A page of another site can make a name of its own lead here, and would then read the record as if it were its own; so
/// only names are answered for that no other can have.
#[derive(Debug)]
pub(super) struct Hosts {
    address: SocketAddr,
}

impl Hosts {
    pub(super) fn of(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Whether the value of `Host` is this machine's.
    pub(super) fn has(&self, host: &str) -> bool {
        // Browsers leave out the port that is the usual one.
        let port = self.address.port();
        let with_port = match host.parse::<SocketAddr>() {
            Ok(address) => Some((address.ip(), address.port())),
            Err(_) => host.trim_matches(['[', ']']).parse::<IpAddr>().ok().map(|ip| (ip, 80)),
        };
        if let Some((ip, given)) = with_port {
            let own = self.address.ip();
            // An address is not a name that somebody can have lead elsewhere.
            let is_own = ip.is_loopback() || ip == own || own.is_unspecified();
            return is_own && given == port;
        }
        let (name, given) = match host.rsplit_once(':') {
            Some((name, given)) => (name, given.parse().ok()),
            None => (host, Some(80)),
        };
        name.eq_ignore_ascii_case("localhost") && given == Some(port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(address: &str, host: &str) -> bool {
        Hosts::of(address.parse().unwrap()).has(host)
    }

    #[test]
    fn only_names_of_this_machine_with_its_port_are_answered_for() {
        for host in ["127.0.0.1:1111", "localhost:1111", "LocalHost:1111", "[::1]:1111"] {
            assert!(has("127.0.0.1:1111", host), "{host}");
        }
        let foreign = [
            "",
            "localhost",
            "127.0.0.1",
            "127.0.0.1:1112",
            "localhost:1112",
            "example.org:1111",
            "localhost.example.org:1111",
            "127.0.0.1.example.org:1111",
            "192.168.0.7:1111",
            "localhost:1111:1111",
            "user@localhost:1111",
        ];
        for host in foreign {
            assert!(!has("127.0.0.1:1111", host), "{host}");
        }
    }

    #[test]
    fn an_interface_is_answered_for_by_its_address() {
        assert!(has("192.168.0.7:1111", "192.168.0.7:1111"));
        assert!(!has("192.168.0.7:1111", "192.168.0.8:1111"));
        assert!(has("0.0.0.0:1111", "192.168.0.7:1111"));
        assert!(!has("0.0.0.0:1111", "example.org:1111"));
    }

    #[test]
    fn the_usual_port_may_be_left_out() {
        assert!(has("127.0.0.1:80", "localhost"));
        assert!(has("127.0.0.1:80", "127.0.0.1"));
        assert!(has("[::1]:80", "[::1]"));
    }
}
