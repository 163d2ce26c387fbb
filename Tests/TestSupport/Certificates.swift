import Foundation
import Host

/// The keys of the tests, made anew by openssl.
public enum Certificates {
  /// A folder with `ca.crt`, `server.crt` for this machine, `client.crt`, and their keys.
  public static let folder: Result<TemporaryFolder, any Error> = Result {
    () throws -> TemporaryFolder in
    let folder = try TemporaryFolder()
    let commands = """
      set -e
      cd "$0"
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
        -subj /CN=tests -keyout ca.key -out ca.crt
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=127.0.0.1 \
        -keyout server.key -out server.csr
      printf 'subjectAltName=IP:127.0.0.1,DNS:localhost' > san
      openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 \
        -extfile san -out server.crt
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=client \
        -keyout client.key -out client.csr
      openssl x509 -req -in client.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 \
        -out client.crt
      """
    let outcome = try Spawn("sh", ["-c", commands, folder.path]).run()
    if !outcome.succeeded { throw ServerTrouble(text: outcome.errorText) }
    // What is kept for the whole process is never let go of otherwise.
    atexit {
      if let folder = try? Certificates.folder.get() {
        _ = try? Spawn("rm", ["-rf", folder.path]).run()
      }
    }
    return folder
  }
}
