/* Encryption with every random byte given. The keys of RFC 7516, appendix A.1, and of RFC 7518,
 * appendix C (Bob); the tokens were computed step by step in Python over its big integers and
 * hashlib, with random bytes 1, 2, 3, ..., and decrypted by jwcrypto. */
#ifndef TESSERA_TEST_JOSE_JWE_VECTORS_H
#define TESSERA_TEST_JOSE_JWE_VECTORS_H

#define JWE_RSA_N                                                                                  \
    "oahUIoWw0K0usKNuOR6H4wkf4oBUXHTxRvgb48E-BVvxkeDNjbC4he8rUWcJoZmds2h7M70imEVhRU5djINXtqllXI4D" \
    "FqcI1DgjT9LewND8MW2Krf3Spsk_ZkoFnilakGygTwpZ3uesH-PFABNIUYpOiN15dsQRkgr0vEhxN92i2asbOenSZeya" \
    "xziK72UwxrrKoExv6kc5twXTq4h-QChLOln0_mtUZwfsRaMStPs6mS6XrgxnxbWhojf663tuEQueGC-FCMfra36C9knD" \
    "FGzKsNa7LZK2djYgyD3JR_MB_4NUJW_TqOQtwHYbxevoJArm-L5StowjzGy-_bq6Gw"
#define JWE_RSA_JWK                                                                                \
    "{\"kty\":\"RSA\",\"kid\":\"rsa-1\",\"use\":\"enc\",\"alg\":\"RSA-OAEP-256\",\"e\":\"AQAB\","  \
    "\"n\":\"" JWE_RSA_N "\"}"

#define JWE_EC_X "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ"
#define JWE_EC_Y "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"
#define JWE_EC_JWK                                                                                 \
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"ec-1\",\"use\":\"enc\",\"x\":\"" JWE_EC_X         \
    "\",\"y\":\"" JWE_EC_Y "\"}"

/* Around "nested", with cty JWT. */
#define JWE_RSA_A256GCM_TOKEN                                                                      \
    "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMjU2R0NNIiwiY3R5IjoiSldUIiwia2lkIjoicnNhLTEifQ.iGCWc" \
    "xADbq5DvbUoDn9PXlpnbVfnCa_2wBUF6Qcu-M28GYC4aAGgZOxjX9IMR3YFYum0UUu8SC0jkHznrIzQqm_ot-coYAfx8" \
    "9JIkJk6iL_40t6R6AAeqJ3P0ptKd_nw2QyPkotaNc5EgGnUmvBDKvi12RrQjbO9a-odYcUqYcoT0Bju7m2Fc237bweCu" \
    "Bm75puIReBI4yjMerDovoWJP7iJJbaBvwvt2RJU2ptpVREZxsJZv3zeeCcwHdYj3ryyori0FasnGjvaT03_YDl6oHe8P" \
    "t6hqOdJ6xj97Ar60cGR6hxDV5i9Pa18JTmoqulpNfG8Q5cvx8tlfIdLrPciZg.QUJDREVGR0hJSktM.JVKvO5tk.3vuh" \
    "j2CAixdwTUX5zak9fw"
#define JWE_EC_A128GCM_TOKEN                                                                       \
    "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTEyOEdDTSIsImN0eSI6IkpXVCIsImtpZCI6ImVjLTEiLCJlcGsiOnsia3R5" \
    "IjoiRUMiLCJjcnYiOiJQLTI1NiIsIngiOiJVVnc5YnJuamxya0UwXzdLZjFUOXpRekI2WmVfTjEzS1VWclFwc08wQTE4" \
    "IiwieSI6IlJUYS1PbER6R1B2NXBVZFpBcUloVUN2dkRWZmdqRk95ekFwVzhYMmZrMVEifX0..ISIjJCUmJygpKiss.aD" \
    "J7WXwA.YNIXuZp6D9twhUve3edjdQ"
/* Around {"sub":"a"}, without cty. */
#define JWE_RSA_A128GCM_TOKEN                                                                      \
    "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMTI4R0NNIiwia2lkIjoicnNhLTEifQ.DAwdNiD6ekQq_BAN3nOb0" \
    "tI9FHdxTwIPmr5gV7O9q5c_k3TkcDLD1LbmKDuDEK7D4ml2QvzCbqd4ixJ36coBIxct8AzjPwwRshntVZKv3xbcQtHgs" \
    "rWl5EGd2jMd3Rf7saR35TTFflPXzbxC1HNdErLGmsUY6NslfDtsxloVXXC3ScwCQNsrlNzc3nZzWQtkeGHw2a0kVtL_w" \
    "2Z4EXdkFxb83UxlcLMgoDqTt7EtwUAv0TT93XCByYKh5I0RWF2i89TzH3NGc7KKggpdqx549h4Ln0-gf9Izk_XVB7_1J" \
    "3TJhXzi2dzNMLwDuPhoRPlqNJM1iXjo5C2jjix0_fTAFQ.MTIzNDU2Nzg5Ojs8.SKpS-KuLHhABAUA.nYUOi90gs4I4v" \
    "vmKazXCsA"
#define JWE_EC_A256GCM_TOKEN                                                                       \
    "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSIsImtpZCI6ImVjLTEiLCJlcGsiOnsia3R5IjoiRUMiLCJjcnYi" \
    "OiJQLTI1NiIsIngiOiJVVnc5YnJuamxya0UwXzdLZjFUOXpRekI2WmVfTjEzS1VWclFwc08wQTE4IiwieSI6IlJUYS1P" \
    "bER6R1B2NXBVZFpBcUloVUN2dkRWZmdqRk95ekFwVzhYMmZrMVEifX0..ISIjJCUmJygpKiss.gQSxLD5UZ8XpL5I.l9" \
    "2lnfT2IaadfCrvfJMZpw"

#endif
