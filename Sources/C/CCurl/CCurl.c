#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// The headers check the arguments of these calls by macros, which a pointer to a function has none of.
#undef curl_easy_setopt
#undef curl_easy_getinfo

static struct {
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *);
  void (*easy_reset)(CURL *);
  const char *(*easy_strerror)(CURLcode);
  CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
  CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
  CURLcode (*easy_pause)(CURL *, int);
  CURLcode (*global_init)(long);
  char *(*version)(void);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
  CURLM *(*multi_init)(void);
  CURLMcode (*multi_cleanup)(CURLM *);
  CURLMcode (*multi_add_handle)(CURLM *, CURL *);
  CURLMcode (*multi_remove_handle)(CURLM *, CURL *);
  CURLMcode (*multi_perform)(CURLM *, int *);
  CURLMcode (*multi_poll)(CURLM *, struct curl_waitfd[], unsigned, int, int *);
  CURLMsg *(*multi_info_read)(CURLM *, int *);
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char trouble[512];
static int is_open;

static const char *const places[] = {
#ifdef __APPLE__
    "/usr/lib/libcurl.4.dylib", "libcurl.4.dylib",
#else
    "libcurl.so.4", "libcurl-gnutls.so.4",
#endif
};

static int find(void *library, const char *name, void *place) {
  void *symbol = dlsym(library, name);
  if (symbol == NULL) {
    snprintf(trouble, sizeof trouble, "libcurl has no function %s", name);
    return 0;
  }
  *(void **)place = symbol;
  return 1;
}

static void open_library(void) {
  void *library = NULL;
  for (size_t i = 0; i < sizeof places / sizeof *places && library == NULL; i++)
    library = dlopen(places[i], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    const char *reason = dlerror();
    snprintf(trouble, sizeof trouble, "%s", reason ? reason : "there is no libcurl");
    return;
  }
  int found = find(library, "curl_easy_init", &curl.easy_init) &&
              find(library, "curl_easy_cleanup", &curl.easy_cleanup) &&
              find(library, "curl_easy_reset", &curl.easy_reset) &&
              find(library, "curl_easy_strerror", &curl.easy_strerror) &&
              find(library, "curl_easy_setopt", &curl.easy_setopt) &&
              find(library, "curl_easy_getinfo", &curl.easy_getinfo) &&
              find(library, "curl_easy_pause", &curl.easy_pause) &&
              find(library, "curl_global_init", &curl.global_init) &&
              find(library, "curl_version", &curl.version) &&
              find(library, "curl_slist_append", &curl.slist_append) &&
              find(library, "curl_slist_free_all", &curl.slist_free_all) &&
              find(library, "curl_multi_init", &curl.multi_init) &&
              find(library, "curl_multi_cleanup", &curl.multi_cleanup) &&
              find(library, "curl_multi_add_handle", &curl.multi_add_handle) &&
              find(library, "curl_multi_remove_handle", &curl.multi_remove_handle) &&
              find(library, "curl_multi_perform", &curl.multi_perform) &&
              find(library, "curl_multi_poll", &curl.multi_poll) &&
              find(library, "curl_multi_info_read", &curl.multi_info_read);
  if (!found) return;
  CURLcode code = curl.global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) {
    snprintf(trouble, sizeof trouble, "%s", curl.easy_strerror(code));
    return;
  }
  is_open = 1;
}

const char *hardstand_curl_open(void) {
  pthread_once(&once, open_library);
  return is_open ? NULL : trouble;
}

const char *hardstand_curl_version(void) { return curl.version(); }

void *hardstand_curl_easy_new(void) { return curl.easy_init(); }
void hardstand_curl_easy_free(void *easy) { curl.easy_cleanup(easy); }
void hardstand_curl_easy_reset(void *easy) { curl.easy_reset(easy); }
const char *hardstand_curl_text(CURLcode code) { return curl.easy_strerror(code); }

CURLcode hardstand_curl_set_number(void *easy, CURLoption option, long value) {
  return curl.easy_setopt(easy, option, value);
}

CURLcode hardstand_curl_set_size(void *easy, CURLoption option, int64_t value) {
  return curl.easy_setopt(easy, option, (curl_off_t)value);
}

CURLcode hardstand_curl_set_text(void *easy, CURLoption option, const char *value) {
  return curl.easy_setopt(easy, option, value);
}

CURLcode hardstand_curl_set_pointer(void *easy, CURLoption option, void *value) {
  return curl.easy_setopt(easy, option, value);
}

CURLcode hardstand_curl_set_bytes(
    void *easy, CURLoption option, const void *bytes, size_t count) {
  struct curl_blob blob = {.data = (void *)bytes, .len = count, .flags = CURL_BLOB_COPY};
  return curl.easy_setopt(easy, option, &blob);
}

CURLcode hardstand_curl_set_functions(
    void *easy, hardstand_curl_data header, hardstand_curl_data write, hardstand_curl_data read,
    hardstand_curl_seek seek, void *context) {
  CURLcode code = curl.easy_setopt(easy, CURLOPT_HEADERFUNCTION, header);
  if (!code) code = curl.easy_setopt(easy, CURLOPT_HEADERDATA, context);
  if (!code) code = curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, write);
  if (!code) code = curl.easy_setopt(easy, CURLOPT_WRITEDATA, context);
  if (!code) code = curl.easy_setopt(easy, CURLOPT_READFUNCTION, read);
  if (!code) code = curl.easy_setopt(easy, CURLOPT_READDATA, context);
  if (!code) code = curl.easy_setopt(easy, CURLOPT_SEEKFUNCTION, seek);
  if (!code) code = curl.easy_setopt(easy, CURLOPT_SEEKDATA, context);
  return code;
}

long hardstand_curl_number(void *easy, CURLINFO info) {
  long value = 0;
  return curl.easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

struct curl_slist *hardstand_curl_list_add(struct curl_slist *list, const char *text) {
  return curl.slist_append(list, text);
}

void hardstand_curl_list_free(struct curl_slist *list) { curl.slist_free_all(list); }

void *hardstand_curl_multi_new(void) { return curl.multi_init(); }
void hardstand_curl_multi_free(void *multi) { curl.multi_cleanup(multi); }

CURLMcode hardstand_curl_multi_add(void *multi, void *easy) {
  return curl.multi_add_handle(multi, easy);
}

CURLMcode hardstand_curl_multi_remove(void *multi, void *easy) {
  return curl.multi_remove_handle(multi, easy);
}

CURLMcode hardstand_curl_multi_perform(void *multi) {
  int running;
  return curl.multi_perform(multi, &running);
}

CURLMcode hardstand_curl_multi_poll(void *multi, int milliseconds) {
  return curl.multi_poll(multi, NULL, 0, milliseconds, NULL);
}

int hardstand_curl_multi_ended(void *multi, void *easy, CURLcode *code) {
  int left;
  CURLMsg *message;
  while ((message = curl.multi_info_read(multi, &left)) != NULL) {
    if (message->msg == CURLMSG_DONE && message->easy_handle == easy) {
      *code = message->data.result;
      return 1;
    }
  }
  return 0;
}

CURLcode hardstand_curl_resume(void *easy) { return curl.easy_pause(easy, CURLPAUSE_CONT); }
