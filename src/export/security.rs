//! `security.txt` as [RFC 9116](https://www.rfc-editor.org/rfc/rfc9116) has it.

use crate::config::Config;

/// The bytes of `security.txt`; nothing for a site that says nothing of it.
pub fn security(config: &Config) -> Vec<u8> {
    let Some(security) = &config.security else { return Vec::new() };
    let mut text = format!("Contact: {}\n", security.contact);
    // The standard asks for a time. Nothing else in the record has one, so the day lasts as long as it can.
    text += &format!("Expires: {}T23:59:59Z\n", security.expires.value);
    text += &format!("Preferred-Languages: {}\n", config.language);
    // Where the file is not at the root of its host it is not the host's, and cannot say that it is.
    if config.base_path() == "/" {
        text += &format!("Canonical: {}.well-known/security.txt\n", config.base_url);
    }
    if let Some(policy) = &security.policy {
        text += &format!("Policy: {policy}\n");
    }
    text.into_bytes()
}
