#ifndef HARDSTAND_CCURL_H
#define HARDSTAND_CCURL_H

#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

// Doors to libcurl. The library is opened when it is first needed, because a program that links it
// starts three times slower, and its calls with a variable number of arguments get a door for each
// type, because Swift sees none of them.

/// Opens libcurl, once for the process, from any thread; NULL when it is ready, else why it is not.
const char *hardstand_curl_open(void);
/// The version of the library that was opened, such as "libcurl/7.88.1 OpenSSL/3.0.19".
const char *hardstand_curl_version(void);

void *hardstand_curl_easy_new(void);
void hardstand_curl_easy_free(void *easy);
void hardstand_curl_easy_reset(void *easy);
const char *hardstand_curl_text(CURLcode code);

CURLcode hardstand_curl_set_number(void *easy, CURLoption option, long value);
CURLcode hardstand_curl_set_size(void *easy, CURLoption option, int64_t value);
/// The text is copied.
CURLcode hardstand_curl_set_text(void *easy, CURLoption option, const char *value);
/// The memory must outlive the transfer.
CURLcode hardstand_curl_set_pointer(void *easy, CURLoption option, void *value);
/// The bytes are copied.
CURLcode hardstand_curl_set_bytes(void *easy, CURLoption option, const void *bytes, size_t count);

typedef size_t (*hardstand_curl_data)(char *bytes, size_t size, size_t count, void *context);
typedef int (*hardstand_curl_seek)(void *context, curl_off_t offset, int origin);
/// Sets the functions that take the header and the body and give the body, with what they are given.
CURLcode hardstand_curl_set_functions(
    void *easy, hardstand_curl_data header, hardstand_curl_data write, hardstand_curl_data read,
    hardstand_curl_seek seek, void *context);

long hardstand_curl_number(void *easy, CURLINFO info);

struct curl_slist *hardstand_curl_list_add(struct curl_slist *list, const char *text);
void hardstand_curl_list_free(struct curl_slist *list);

void *hardstand_curl_multi_new(void);
void hardstand_curl_multi_free(void *multi);
CURLMcode hardstand_curl_multi_add(void *multi, void *easy);
CURLMcode hardstand_curl_multi_remove(void *multi, void *easy);
CURLMcode hardstand_curl_multi_perform(void *multi);
/// Waits until something can be done, at most so many milliseconds.
CURLMcode hardstand_curl_multi_poll(void *multi, int milliseconds);
/// Whether the transfer of `easy` has ended, and how.
int hardstand_curl_multi_ended(void *multi, void *easy, CURLcode *code);
/// Takes up a transfer again that was paused.
CURLcode hardstand_curl_resume(void *easy);

#endif
