import Source

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The number by which the C library says why a call failed.
struct SystemError: Error, Equatable {
  let code: Int32

  /// The error of the last call on this thread.
  static var last: SystemError { SystemError(code: errno) }

  /// The reason in plain words.
  var reason: String {
    switch code {
    case ENOENT: "there is no such file or folder"
    case ENOTDIR: "a part of the path is no folder"
    case EISDIR: "it is a folder"
    case EACCES, EPERM: "permission denied"
    case ELOOP: "its links lead in a loop"
    case ENAMETOOLONG: "the path is too long"
    case ENOSPC: "the disk is full"
    case EDQUOT: "the disk quota is used up"
    case EROFS: "the file system is read-only"
    case EMFILE, ENFILE: "too many files are open"
    case EEXIST: "it exists already"
    case ENOTEMPTY: "the folder is not empty"
    case EPIPE: "the reader has gone away"
    case EIO: "the device failed"
    case ENXIO, ENODEV: "there is no device behind it"
    case ETXTBSY: "the program is being written"
    case ENOEXEC: "it is no program that this machine can start"
    case E2BIG: "the arguments and environment are too long"
    case ENOMEM: "there is not enough memory"
    default: String(cString: strerror(code)).lowercased()
    }
  }

  /// What a person can do about it, where that is known.
  var hint: String? {
    switch code {
    case ENOENT, ENOTDIR: "check the path for a typo"
    case EACCES, EPERM: "run as a user who has the permission"
    case ELOOP: "remove the link that points back"
    case ENOSPC, EDQUOT: "free some space"
    case EMFILE, ENFILE: "raise the limit with `ulimit -n`"
    default: nil
    }
  }

  /// A failure of `what` for this reason.
  func failure(_ what: String) -> Failure {
    Failure(what, because: [reason], hint: hint)
  }
}
