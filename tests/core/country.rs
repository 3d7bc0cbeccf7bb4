//! Country codes: every country once, both ways, and nobody else.

use std::collections::BTreeSet;

use kyc_assent::country::{alpha2, alpha3};

fn codes(length: u32) -> impl Iterator<Item = String> {
    (0..26_u32.pow(length)).map(move |number| {
        (0..length).rev().map(|place| char::from(b'A' + (number / 26_u32.pow(place) % 26) as u8)).collect()
    })
}

#[test]
fn there_are_249_countries_and_each_has_one_code_of_either_length() {
    let twos: Vec<String> = codes(2).filter(|code| alpha2(code).is_some()).collect();
    let threes: Vec<String> = codes(3).filter(|code| alpha3(code).is_some()).collect();
    assert_eq!((twos.len(), threes.len()), (249, 249));
    let mapped: BTreeSet<&str> = twos.iter().map(|two| alpha3(two).unwrap()).collect();
    assert_eq!(mapped, threes.iter().map(String::as_str).collect(), "none of the three letters twice");
    let back: BTreeSet<&str> = threes.iter().map(|three| alpha2(three).unwrap()).collect();
    assert_eq!(back, twos.iter().map(String::as_str).collect(), "none of the two letters twice");
    for two in &twos {
        let three = alpha3(two).unwrap();
        assert_eq!(
            (alpha2(three), alpha2(two), alpha3(three)),
            (Some(two.as_str()), Some(two.as_str()), Some(three))
        );
    }
}

/// Pairs whose letters mislead, those of the partners' samples, and those that a page of restrictions names.
#[test]
fn codes_that_are_easily_taken_for_another() {
    let pairs = "\
        DE-DEU GB-GBR US-USA ES-ESP AT-AUT AU-AUS CH-CHE CN-CHN CL-CHL CG-COG CD-COD KP-PRK KR-KOR \
        SI-SVN SK-SVK SE-SWE SJ-SJM SD-SDN SS-SSD RS-SRB RU-RUS RO-ROU IR-IRN IE-IRL IS-ISL IL-ISR \
        IQ-IRQ IN-IND ID-IDN IO-IOT LV-LVA LT-LTU LU-LUX LB-LBN LR-LBR LY-LBY LS-LSO ME-MNE MK-MKD \
        MT-MLT MC-MCO MO-MAC MA-MAR MQ-MTQ MR-MRT MP-MNP MF-MAF NE-NER NG-NGA GM-GMB GN-GIN GW-GNB \
        GQ-GNQ GY-GUY GF-GUF PF-PYF TF-ATF DK-DNK DM-DMA DO-DOM EE-EST EH-ESH AQ-ATA AX-ALA BA-BIH \
        BL-BLM BQ-BES BY-BLR BV-BVT CW-CUW SX-SXM CZ-CZE HR-HRV PL-POL PT-PRT PW-PLW PY-PRY UA-UKR \
        UM-UMI TR-TUR TW-TWN TZ-TZA TL-TLS TG-TGO TK-TKL TM-TKM VA-VAT VG-VGB VI-VIR VN-VNM YT-MYT \
        ZA-ZAF KY-CYM KM-COM KH-KHM KN-KNA CU-CUB SY-SYR VE-VEN BO-BOL TN-TUN ZW-ZWE";
    for (two, three) in pairs.split_whitespace().filter_map(|pair| pair.split_once('-')) {
        assert_eq!((alpha3(two), alpha2(three)), (Some(three), Some(two)));
    }
    assert_eq!(pairs.split_whitespace().count(), 102);
}

#[test]
fn codes_of_nobody_are_none_and_none_is_guessed() {
    for code in [
        "", "D", "de", "De", "deu", "DEUT", " DE", "DE ", "DE\u{0}", "276", "UK", "EL", "EU", "XK", "XX",
        "ZZ", "AN", "YU", "SU", "ROM", "ZAR", "TMP", "GER", "Germany", "DEDEU", "EUD", "D E", "ÄU", "ＤＥ",
        "-", "US-NY",
    ] {
        assert_eq!((alpha2(code), alpha3(code)), (None, None), "{code:?}");
    }
}
