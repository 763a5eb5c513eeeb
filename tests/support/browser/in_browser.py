# SPDX-License-Identifier: Apache-2.0
"""Which tests of the station's pages in a real browser are in every run; the others are with ``--slow``.

Two or three seconds of processor time each, most of it the browser's. In every run: whole dossiers from the
list to the package by keys counted, what must never happen (confirmed unseen, the wrong page moved, a word
lost with the desk or overwritten), each page once by keyboard, and axe over each page.
"""

from __future__ import annotations

ALWAYS_IN_BROWSER = {
    "test_certification_by_key.py": (
        "test_a_copy_is_certified_with_few_keys_and_nothing_keeps_anybody_from_it",
    ),
    "test_counter_by_key.py": (
        "test_a_birth_by_keyboard_alone",
        "test_nothing_keeps_anybody_from_using_the_pages",
        "test_what_is_drawn_anew_takes_no_choice_of_files_away",
    ),
    "test_large_papers.py": (),
    "test_list_browser.py": (
        "test_a_dossier_is_found_and_opened_by_keyboard_and_the_back_button_leads_to_what_was_found",
        "test_the_list_is_fit_for_a_screen_reader",
    ),
    "test_papers_by_key.py": (
        "test_a_foreign_page_goes_to_its_own_dossier_and_back_by_keyboard_alone",
        "test_nothing_keeps_anybody_from_using_the_page",
    ),
    "test_practice.py": (),
    "test_reading_in_browser.py": (
        "test_who_names_a_dossier_while_papers_are_read_means_the_page_they_stood_at",
    ),
    "test_reading_shown.py": (),
    "test_results.py": (
        "test_by_keyboard_a_signed_file_is_compared_and_attached_or_refused_where_it_stands",
    ),
    "test_screen_reader.py": ("test_each_field_has_its_role_its_name_its_value_and_whether_it_is_in_doubt",),
    "test_second_look.py": ("test_a_second_person_types_what_they_read_and_a_third_chooses",),
    "test_station.py": (
        "test_a_contradiction_is_shown_in_pictures_and_decided_with_a_reason",
        "test_a_missing_paper_ends_in_the_slip_that_is_shown_as_pdf",
        "test_a_word_put_together_by_a_typing_method_is_never_cut_by_a_key",
        "test_hostile_text_in_a_value_stays_text_at_the_station",
        "test_no_page_stands_in_the_way_of_a_screen_reader",
        "test_nothing_is_confirmed_whose_picture_did_not_come",
        "test_only_what_was_on_the_screen_is_told_as_shown",
        "test_two_clerks_at_one_field_are_told_and_nothing_is_overwritten",
    ),
    "test_station_bad_days.py": (
        "test_a_full_disk_is_said_at_the_field_and_the_word_is_saved_once_there_is_room",
        "test_a_refused_correction_of_what_was_sure_comes_again_before_anything_is_packaged",
        "test_all_that_was_decided_while_the_desk_was_dead_is_saved_by_the_next",
        "test_what_a_colleague_changed_before_the_reload_is_not_overwritten_by_a_draft",
    ),
    "test_station_keys.py": ("test_no_key_of_the_station_is_left_to_the_browser",),
    "test_values_by_key.py": (
        "test_a_nights_sexes_go_with_one_key_a_screen_and_a_wrong_one_is_taken_out",
        "test_nothing_is_confirmed_whose_strip_did_not_come",
    ),
}
"""Names of test functions by file; of a file that is not named here all."""
