//! POST /checksum: the CRC-32 of the request's body. A plugin in Rust without any dependency, to prove that the interface is really C.
mod abi;

use abi::{Bytes, Endpoint, Host, Plugin, PluginTable, Reply, Request, Static};
use std::mem::size_of;
use std::os::raw::c_void;
use std::panic::catch_unwind;
use std::ptr::null;
use std::sync::atomic::{AtomicPtr, Ordering};

/// CRC-32 as in zip and png: reflected, polynomial 0xEDB88320.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

fn answer(body: &[u8]) -> String {
    format!("{{\"crc32\":\"{:08x}\",\"bytes\":{}}}", crc32(body), body.len())
}

static HOST: AtomicPtr<Host> = AtomicPtr::new(std::ptr::null_mut());

unsafe extern "C" fn create(_plugin: *mut Plugin, instance: *mut *mut c_void, _why: *mut Bytes) -> i32 {
    *instance = std::ptr::null_mut(); // nothing is kept from one request to the next
    1
}

unsafe extern "C" fn destroy(_instance: *mut c_void) {}

/// No panic crosses the interface: one becomes a 500.
unsafe extern "C" fn handle(_instance: *mut c_void, _plugin: *mut Plugin, request: *mut Request, _endpoint: usize) {
    let host = &*HOST.load(Ordering::Acquire);
    let body = (host.body)(request).as_slice();
    match catch_unwind(|| answer(body)) {
        Ok(text) => (host.reply)(request, 200, Bytes::of("application/json"), Bytes::of(&text)),
        Err(_) => (host.fail)(request, 500, Bytes::of("panic"), Bytes::of("Internal Server Error"), Bytes::of("the handler panicked")),
    };
}

static ANSWERED: Static<Reply> = Static(Reply {
    size: size_of::<Reply>() as u32,
    status: 200,
    help: Bytes::of("the checksum in hexadecimal digits, and how many bytes it is of"),
    content_type: Bytes::EMPTY,
    schema: Bytes::of(r#"{"type":"object","properties":{"crc32":{"type":"string"},"bytes":{"type":"integer"}}}"#),
});
static REPLIES: Static<[*const Reply; 1]> = Static([&ANSWERED.0]);

static CHECKSUM: Static<Endpoint> = Static(Endpoint {
    size: size_of::<Endpoint>() as u32,
    body: abi::BODY_RAW,
    id: Bytes::of("checksum"),
    method: Bytes::of("POST"),
    path: Bytes::of("/checksum"),
    summary: Bytes::of("The CRC-32 of the body"),
    description: Bytes::EMPTY,
    body_help: Bytes::of("any bytes"),
    body_schema: Bytes::EMPTY,
    parameters: null(),
    parameter_count: 0,
    replies: &REPLIES.0 as *const *const Reply,
    reply_count: 1,
    guard: null(),
    open: 0,
});
static ENDPOINTS: Static<[*const Endpoint; 1]> = Static([&CHECKSUM.0]);

static TABLE: Static<PluginTable> = Static(PluginTable {
    size: size_of::<PluginTable>() as u32,
    major: abi::MAJOR,
    minor: abi::MINOR,
    name: Bytes::of("checksum"),
    version: Bytes::of("1.0.0"),
    summary: Bytes::of("Computes checksums"),
    settings: null(),
    setting_count: 0,
    metrics: null(),
    metric_count: 0,
    endpoints: &ENDPOINTS.0 as *const *const Endpoint,
    endpoint_count: 1,
    create,
    destroy,
    handle,
});

/// # Safety
/// Called by the host alone, with its own table.
#[no_mangle]
pub unsafe extern "C" fn flyte_webhook_plugin(host: *const Host, why: *mut Bytes) -> *const PluginTable {
    if ((*host).size as usize) < size_of::<Host>() {
        *why = Bytes::of("the host offers fewer functions than this plugin was built with");
        return null();
    }
    HOST.store(host as *mut Host, Ordering::Release);
    &TABLE.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_algorithm_is_met() {
        assert_eq!(answer(b"123456789"), r#"{"crc32":"cbf43926","bytes":9}"#);
        assert_eq!(answer(b""), r#"{"crc32":"00000000","bytes":0}"#);
    }
}
