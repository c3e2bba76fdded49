/* Hashes that other implementations made: passlib 1.7.4, bcrypt 4.0.1, argon2-cffi 25.1,
 * Django 5.2, PyNaCl 1.6, pyescrypt 0.1, and Python's hashlib for the numbers that Keycloak keeps.
 */
#ifndef TESSERA_TEST_STORED_HASH_VECTORS_H
#define TESSERA_TEST_STORED_HASH_VECTORS_H

static const struct {
    const char *maker, *password, *hash;
} vectors[] = {
    {"passlib", "correct horse battery",
        "$argon2id$v=19$m=64,t=2,p=2$XSuFcC4lhNAaw7gXwtibcw$/0M/"
        "+hzXMnLVN2CT6I8y1HA1e7v+AycIStml57J5j20"},
    {"argon2-cffi", "correct horse battery",
        "$argon2id$v=19$m=1024,t=3,p=4$JCnQNvcfMxwJ4nxIShvWsw$Ug3B2lnM0HIvTMqc+"
        "FKnIlnnyP0PqgGNYkGzk7ITM7g"},
    {"argon2-cffi", "correct horse battery",
        "$argon2i$v=19$m=64,t=3,p=1$M2hrE/"
        "KiGjOW5Ss4jMDL8Q$IGQ4jFrqo+sSkaLTR6r7UbrXsNp9KSkoPPTHKiX1GzE"},
    {"bcrypt", "correct horse battery",
        "$2b$04$tZ7FaJVDmqHcozYAuSvgxO.Y97pNBDCkmomG/A5SeNmA24lSrRUMm"},
    {"bcrypt", "correct horse battery",
        "$2a$05$fj6f341mCO069InSKVw2IuF8mFw/sPJ4Fuit2LqwyitziB92sPDVm"},
    {"passlib", "correct horse battery",
        "$2y$04$Q5c25ncYPVonO6msEKI9merV0koPbZbJxasxqrbDD6lT4BrZAwl2a"},
    {"passlib", "correct horse battery",
        "$pbkdf2$1000$uHduDWFszdm7txbi3BtDiA$.i4QAGEIYcNNZp45xiPasWnYgIQ"},
    {"passlib", "correct horse battery",
        "$pbkdf2-sha256$1000$GSOkNAYAQMg5Z2wt5VyLkQ$oLnA5EIh3Zr9Cmso337pTyGOQJLiiXot9lI1Irlb.18"},
    {"passlib", "correct horse battery",
        "$pbkdf2-sha512$1000$OEfoXWsthZDyfo/Rek/pnQ$rYe/"
        "jfz7oI9L.pS8mXNCjsYv5PUjbbA5FtIWOLdaKlz1FRtK30AYqTBsQxNLJbbdjtWlYlDKNNWetVM20VOx2A"},
    {"passlib", "correct horse battery",
        "$scrypt$ln=6,r=8,p=2$BmDsPSfEuBfi/H8PYcxZ6w$3qNyiJuRplumVRbIK9HcFBHyztbwXsuNWYYJk37FIfM"},
    {"passlib", "correct horse battery",
        "$5$rounds=1000$oq28hTmW/JA9FiCb$wicSsV7rMuhRdiJd31tvD73SRoyB9xNKDS6KZrjZ7c."},
    {"passlib", "correct horse battery",
        "$5$y9ixCdK0dzA3RBXS$J88uT/YkrYAUdnsi6tsa9mtFmDO8Jv.wlbLNYgj7yYA"},
    {"passlib", "correct horse battery",
        "$6$rounds=1234$dBv6n/unE6ugWl3j$zJXR8RgQeF0dS1F/"
        "jjGWio.Ud.5G.I6bH2vMWSqOKLWHbWY594mFsjN5WPir5FSaLVtztEdaMU048c.4XtMnB0"},
    {"passlib", "correct horse battery",
        "$6$Avr/pzuPOIEJz690$t8ohDZ6Y89fIOAbVKltps7cEZnkbYcFF.uD0zCiTinF/"
        "NxNv9XlrDmrOSLKrbCTsjqExdX.wtGclleyMFAZSM/"},
    {"passlib", "correct horse battery", "$P$6ZdRMMMb6S5ikpIBYRZAdYfAxAK/gG/"},
    {"passlib", "correct horse battery", "$H$6K5BKoWiFsD95CoSVFFoQtbm6k.eL.1"},
    {"pynacl", "correct horse battery",
        "$7$86..../....aIYEckuWxUzfeCj7pKdAGCOlIA3U/"
        "QSzAopKYVugKaC$63UCSl7uAtQ2Z4aZAhMjPykqKDachvzb.b3789iWSQ/"},
    {"django", "correct horse battery",
        "pbkdf2_sha256$1000$Saltsaltsalt$59dEYHv5EHjCPgZ9xyQFE3OdvGQ0wt9f4sUpeCGPXSU="},
    {"django", "correct horse battery",
        "pbkdf2_sha1$1000$Saltsaltsalt$jJKEJSCllcwAIZc8ESuGC0a0Vm4="},
    {"django", "correct horse battery",
        "bcrypt_sha256$$2b$04$Y57v2N/y3fsp7LlO9ThdJuHxG7hev1ncx1ZdAUnEKmsUJCywBPWtK"},
    {"django", "correct horse battery",
        "bcrypt$$2b$04$C1q3Uqp/6aFqIXCPzluouueGNkDKGUO0flf1vY/wTAkJmnNR7lf4e"},
    {"django", "correct horse battery",
        "scrypt$64$Saltsaltsalt$8$1$gaAvPaTGTHUvrIcjNEWS1W0TXxtxE7XiK7uaZSxCs+mnf9shf4/"
        "S2HenK1i4FBC/R/n8D4AdcYrNDAF6NCqRjw=="},
    {"django", "correct horse battery",
        "argon2$argon2id$v=19$m=64,t=2,p=1$U2FsdHNhbHRzYWx0$juHrIxZ5jQgHy5XzIt08f6mXAH32/"
        "ibGYZyoIBb3lSQ"},
    {"hashlib", "correct horse battery",
        "$pbkdf2-sha256$i=1000,l=64$C9jE57f+giKiFT9Xl67O5w$"
        "v9pHHm2cJ7HCtT5j1DbRQwrhKN3FlJBC1gD8FaaSAtosDzL8YAQK7hSk4cBmTsz9o3vfL+2N4Qg9TTrOrAaVwg"},
    {"hashlib", "correct horse battery",
        "$pbkdf2-sha512$i=1000$C9jE57f+giKiFT9Xl67O5w$xz3Mh0Vc8ZeSKaPbR48DBz+"
        "9wjDW3K0QuSkf8aXfIdLkGr5XCzUidClNoLDkrYyM331oEbrOJDf/je4mWHh+LQ=="},
    {"hashlib", "correct horse battery",
        "$pbkdf2-sha1$i=1000,l=64$C9jE57f+giKiFT9Xl67O5w$N7HbHH/zS534N47sZ25agc/o/"
        "F8jEpPwtYcIURmdn7r/sE+CZsqOdlDRGQHmWefcSTm7o8dwtW0GPVZWpkmbBg"},
    {"bcrypt", "correct horse battery",
        "$wp$2y$04$q5rMFzxurTEydX6gS35K5OGh9nwN12pBPRBVZGtpHvK5Fr6PGnarS"},
    {"pyescrypt", "correct horse battery",
        "$y$j75$dfRwmZuGN6rJZeTDW0cat.$d/JlXF.CTo5E1DQ4IwqdEhJQNTI6zGkJfD.u5g8P6R9"},
    {"passlib", "pässwörd ☃",
        "$argon2id$v=19$m=64,t=2,p=2$dO79n5Pyfq+1VoqR8h5DqA$NZB8VpGt29v6kr+"
        "mt2qVF8drcsKVDhG217lMhszJO2s"},
    {"argon2-cffi", "pässwörd ☃",
        "$argon2id$v=19$m=1024,t=3,p=4$s8S4oJg2SPfxYTMm45c4UA$rNnLD/"
        "mfOJslNwf22HmqN8+Ff0lxrt2qutCFDJLKkBI"},
    {"argon2-cffi", "pässwörd ☃",
        "$argon2i$v=19$m=64,t=3,p=1$cVT0I0ObcnayUfl8J8aL6Q$AppQaTo1+zNqcO7Y2owMAm4FoVtQui750/"
        "+Fgli3QpA"},
    {"bcrypt", "pässwörd ☃", "$2b$04$mtrQmjIFYR0BhbfUSr/4SO.hIShlJJBMUzaWcKblnF/429XvhUycS"},
    {"bcrypt", "pässwörd ☃", "$2a$05$zYHAEOFUaNZxEkd7vXqV1uboa9DvvVQgP1W9r/fS.hRzDjY/XXA4y"},
    {"passlib", "pässwörd ☃", "$2y$04$oFCf5ax0puMWGC1VK7LaE.d4LwtM6sCd438BAhKCKqcj1ZH8lQ9h6"},
    {"passlib", "pässwörd ☃", "$pbkdf2$1000$SemdsxZCaK3VmrP2PmcM4Q$9oJICT5SURuXbznyhwnlxJ5mGdo"},
    {"passlib", "pässwörd ☃",
        "$pbkdf2-sha256$1000$Q4iREkKI0bqXkrJ2Tsk5Jw$IPyiOgDuW1HUFv0KXmoxtbKW/qt9zTEdyCbTud0KPKM"},
    {"passlib", "pässwörd ☃",
        "$pbkdf2-sha512$1000$U4pRipESAgAgBEBozdnb.w$jhXBBsIuCGMgXiFz3eFRDYhoZJGdiZPmTBbsQcVU2H/"
        "tkhIEEpiOOIq7J1bZd09evYCYY2Q4LL7kH7FFMQMvnA"},
    {"passlib", "pässwörd ☃",
        "$scrypt$ln=6,r=8,p=2$cu5d6x1jjLE2xliL0RoDIA$6zM6YBD4iH2rw7Q8TEndsHlcxyHQGh4BRm0SmwLlbW8"},
    {"passlib", "pässwörd ☃",
        "$5$rounds=1000$GbccWg1MvUNhvcMK$/1a88evdAzX2ycQUXpjLYr2c1D2PXvM/Bok6Q0Ecpc3"},
    {"passlib", "pässwörd ☃", "$5$uryM3nsRMTbfGn5v$EBwOghOyB52Js2/UPPFes3eVaL96RLRNd54bkfx9Dn/"},
    {"passlib", "pässwörd ☃",
        "$6$rounds=1234$sHMjUnLwOgceNbCJ$jx.J8NdN69DUbPjZxqtGdfJa01Rnu1IGdUKW3B1TE2cwwSI4Qz/"
        "YTqxAXVsQ0JylihU/jrFUUp6.JTI3nHvJx0"},
    {"passlib", "pässwörd ☃",
        "$6$ELxy6gEpgoemTo2M$wes.1TzYSUtVh3EJMhZ8KWl0P5yO4pUr6.rspaa5ozzty4CT40Q8W7c/"
        "LVzyS1gfLSqKSSNmLlDREZTzttdMO0"},
    {"passlib", "pässwörd ☃", "$P$6gav32tyQsAif3mXNZLMkP4vvKC0hb."},
    {"passlib", "pässwörd ☃", "$H$6J.Lpn1YG5OaWkgIWAPbucNJDK4Eo80"},
    {"pynacl", "pässwörd ☃",
        "$7$86..../....wb5/OwDGOYyhEKVuM8dctjf84cf6HQDEVxcFClHmin2$OvCVTpuO2AdGID/pmsC/"
        "WwHUZEsfcLktYsSz5TUtKMC"},
    {"django", "pässwörd ☃",
        "pbkdf2_sha256$1000$Saltsaltsalt$v1WuUwPA8hz6KCytkK/DZMO95EPCJxy+wWFEOHW1zkk="},
    {"django", "pässwörd ☃", "pbkdf2_sha1$1000$Saltsaltsalt$gQk9MFF8vFk69epAzrRgIoYV8C0="},
    {"django", "pässwörd ☃",
        "bcrypt_sha256$$2b$04$tQnPs2GPaIeyVGAC5gRYCezwLLO4e5xXD3g4mYYa4/VAVizmPJbki"},
    {"django", "pässwörd ☃", "bcrypt$$2b$04$2FuhehzVfil9F02MXnwUWe4OMRg5ftX.B6UOdI84N.MVJRuoUFcZy"},
    {"django", "pässwörd ☃",
        "scrypt$64$Saltsaltsalt$8$1$"
        "xMUB7ra2cOTGJNOnbEfD4LUKkzVcpeoiMJGxFVdojSXno5zJzH77EboqlLh5ANwEKbP4b9f+G7j8ZifTggizhg=="},
    {"django", "pässwörd ☃",
        "argon2$argon2id$v=19$m=64,t=2,p=1$U2FsdHNhbHRzYWx0$3z9wO0kePY30OGF7AaOo6PkjXimlx/"
        "jlXLYKZfWl1pQ"},
    {"hashlib", "pässwörd ☃",
        "$pbkdf2-sha256$i=1000,l=64$MgMO2FIwlfI3WrkWKhIQrw$Q65yvvgMnEPxBh4axYQH8AiYpD3mgY+"
        "H5rzT4Kv5UVZ3lMRSCBnW3BTOLN1AZzpy5InGtg4n+99oc23vDoCjJQ"},
    {"hashlib", "pässwörd ☃",
        "$pbkdf2-sha512$i=1000$MgMO2FIwlfI3WrkWKhIQrw$wAGD3ezzvMvO1PgahQQHbTU+/pi4WD28SI/"
        "SaRIsXzxenpeMGgwsWIPH7jFKeXbwLPqsQ7tkvx6EPIqcZw6VZQ=="},
    {"hashlib", "pässwörd ☃",
        "$pbkdf2-sha1$i=1000,l=64$MgMO2FIwlfI3WrkWKhIQrw$x4o9vOaPlduV6OnNlCCohwkDMMFwZJl0BycilS5gK/"
        "e18iKBHeUX/X2vOCNqy0DiNYESpQZyO4iserIVvy1LJw"},
    {"bcrypt", "pässwörd ☃", "$wp$2y$04$8PRJ05VA6PU8Ay/LHLwCW.ONGIRjxF0hU1n18rem52nKm02ELdTLW"},
    {"pyescrypt", "pässwörd ☃",
        "$y$j75$VL01uDauY60jiGeEJYG.v/$HxihFBjg/4k5Ua9./BsdVSwsJ.ZgP5JmNYiYLPlD0c4"},
};

/* Of 72 times "a", by bcrypt 4.0.1. */
#define BCRYPT_72_A "$2b$04$hjNTVpTviAtBdo2WnzyBmet/HVN87MGaWOgEaJ0SH4YE6BQZ3Hx66"

#endif
