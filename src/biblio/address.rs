//! Addresses of sources and of their archived copies.

use crate::config::address;
pub(super) use crate::config::address::{EXPRESSION, Unusable};

/// Checks that an address is `http` or `https` with a host, and nothing that a browser reads differently.
pub(super) fn check(address: &str) -> Result<(), Unusable> {
    address::check(address, "a source")
}
