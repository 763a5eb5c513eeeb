# SPDX-License-Identifier: Apache-2.0
"""Which tests of both databases run on PostgreSQL in every run; the others of their files do with ``--slow``.

Every use case that writes is there once, and what only a server can get wrong: what several programs do at
once, order, locks, upgrades. A file that is not named here runs whole.
"""

from __future__ import annotations

ALWAYS_ON_SERVER: dict[str, tuple[str, ...]] = {
    "tests/batch/night/test_in_hand.py": (
        "test_a_run_elsewhere_that_died_has_its_dossiers_until_its_leases_end",
    ),
    "tests/batch/night/test_on_cluster.py": (
        "test_no_dossier_is_taken_by_two_runs_and_each_page_is_read_once",
    ),
    "tests/batch/night/test_signing.py": ("test_a_key_whose_passphrase_is_at_hand_signs_at_night",),
    "tests/batch/outbox/pushed/test_answers.py": (
        "test_returned_dossier_is_sent_again_under_its_number_as_a_supplement",
        "test_status_moves_the_dossier_on_and_never_back",
    ),
    "tests/batch/outbox/pushed/test_push.py": (
        "test_killed_after_any_step_nothing_is_lost_and_nothing_sent_twice",
        "test_two_pushers_at_once_send_each_dossier_once",
    ),
    "tests/batch/outbox/test_asking_on_bad_days.py": (
        "test_a_status_that_fails_for_one_dossier_is_asked_for_all_others",
    ),
    "tests/batch/outbox/test_doors.py": (
        "test_it_goes_by_the_first_door_then_under_that_number_by_the_others",
        "test_two_rows_of_a_dossier_never_have_the_same_door_nor_lead_both",
    ),
    "tests/batch/outbox/test_lost_numbers.py": (
        "test_a_dossier_that_turns_up_under_a_lost_number_gets_no_second_one",
    ),
    "tests/batch/outbox/test_outbox.py": (
        "test_what_a_dead_pusher_left_is_due_again_once_its_lease_has_ended",
        "test_what_failed_stands_behind_what_was_not_tried_since",
    ),
    "tests/batch/outbox/test_queue_bad_days.py": (
        "test_a_line_that_is_down_ends_the_round_and_the_next_begins_with_those_left_out",
        "test_an_error_nobody_thought_of_costs_one_dossier_one_try",
    ),
    "tests/batch/outbox/test_what_is_told.py": (
        "test_a_refusal_is_told_with_every_reason_and_kept_in_the_journal",
    ),
    "tests/batch/report/test_report.py": (
        "test_every_dossier_stands_in_exactly_one_place",
        "test_only_the_longest_waiting_gaps_are_named_unless_all_are_wanted",
        "test_the_workbook_says_what_the_store_says",
    ),
    "tests/batch/services/doctor/test_queue_diagnoses.py": (
        "test_what_was_given_up_is_named_with_what_to_do",
    ),
    "tests/batch/sign/test_other_stores.py": (
        "test_a_dossier_is_signed_set_aside_unsigned_and_sent_on_either_database",
    ),
    "tests/batch/slips/mail/test_mail.py": (
        "test_a_sender_that_died_is_followed_by_another_under_the_same_message_id",
        "test_two_senders_at_once_send_one_mail",
    ),
    "tests/batch/slips/mail/test_mail_bad_days.py": ("test_what_the_server_answers_decides",),
    "tests/batch/store/test_overview.py": (
        "test_what_came_back_comes_first_and_what_ended_last_the_newest_of_each_before_older_ones",
    ),
    "tests/batch/store/test_records.py": ("test_a_function_gives_out_frozen_records_and_no_query",),
    "tests/batch/store/test_taken_at_once.py": ("test_exactly_one_of_several_programs_gets_each",),
    "tests/bench/test_scale.py": ("test_a_store_of_copies_is_what_was_written",),
    "tests/intake/reading/test_pages_in_hand.py": (
        "test_a_page_that_another_program_reads_is_left_to_it_and_read_once_that_ends",
    ),
    "tests/intake/services/changing/test_edit.py": (
        "test_values_are_kept_as_stored_under_the_person_s_name_with_their_reason",
    ),
    "tests/intake/services/changing/test_holding.py": (
        "test_a_dossier_held_back_goes_on_from_where_it_was_read",
    ),
    "tests/intake/services/changing/test_meanwhile.py": (
        "test_of_two_processes_that_change_a_value_at_once_one_is_told_of_the_other",
    ),
    "tests/intake/services/changing/test_reopening.py": (
        "test_what_the_gateway_can_not_have_leaves_the_queue_and_keeps_its_number",
    ),
    "tests/intake/services/changing/test_undo.py": ("test_repeated_it_goes_back_change_by_change",),
    "tests/intake/services/deadline/test_deadline_told.py": ("test_a_clock_is_stopped_and_started_once",),
    "tests/intake/services/deadline/test_due_days_watched.py": (
        "test_it_is_told_once_and_for_every_dossier",
    ),
    "tests/intake/services/papers/test_moving.py": (
        "test_a_move_is_taken_back_in_both_dossiers_from_either",
    ),
    "tests/intake/services/papers/test_nothing_lost.py": (),
    "tests/intake/services/papers/test_sorting.py": ("test_a_stack_of_one_kind_is_split_and_joined_again",),
    "tests/intake/services/receive/test_elsewhere.py": (
        "test_a_dossier_with_the_form_or_most_papers_of_an_earlier_one_is_held_back",
    ),
    "tests/intake/services/receive/test_ingest.py": (
        "test_a_folder_that_grew_is_the_same_dossier_with_one_paper_more",
        "test_two_runs_over_one_folder_at_once_take_each_dossier_in_once",
    ),
    "tests/intake/services/receive/test_leading.py": (
        "test_a_run_killed_anywhere_is_gone_on_with_as_if_nothing_had_been",
    ),
    "tests/intake/services/receive/test_origin.py": (
        "test_of_two_papers_it_is_the_same_dossier_only_while_the_form_lies_there",
    ),
    "tests/intake/services/receive/test_origin_by_hand.py": (
        "test_where_no_form_was_read_a_paper_that_another_stands_in_for_waits_for_a_person",
    ),
    "tests/intake/services/receive/test_same_place.py": (
        "test_of_two_dossiers_of_a_place_the_one_with_more_of_the_papers_goes_on",
    ),
    "tests/intake/services/receive/test_what_came.py": (
        "test_everything_that_a_folder_brings_is_journalled_under_the_name_of_whoever_brought_it",
    ),
    "tests/intake/services/receive/test_whose_cover.py": (
        "test_another_stores_sheet_of_the_same_id_leads_nothing_and_is_named",
    ),
    "tests/intake/services/reviewing/test_doubts.py": (
        "test_each_doubt_decided_by_itself_makes_the_dossier_complete_in_nobody_s_name",
    ),
    "tests/intake/services/reviewing/test_findings_decided.py": ("test_a_decision_can_be_taken_back",),
    "tests/intake/services/reviewing/test_likely_places.py": (),
    "tests/intake/services/reviewing/test_screenful.py": (
        "test_a_screenful_is_taken_back_in_every_dossier_but_where_something_was_done_since",
    ),
    "tests/intake/services/reviewing/test_second_look.py": (
        "test_what_two_read_differently_a_third_decides_and_the_journal_keeps_all_three",
    ),
    "tests/intake/services/reviewing/test_showing.py": (
        "test_what_was_shown_is_kept_once_whoever_sends_it_how_often",
    ),
    "tests/intake/services/test_dossier_search.py": (
        "test_a_dossier_is_found_by_part_of_any_name_or_number_in_it",
        "test_due_and_overdue_come_the_oldest_first_without_what_has_ended",
    ),
    "tests/intake/services/test_doubles.py": (
        "test_it_is_told_at_once_when_the_papers_come",
        "test_of_two_that_come_at_once_the_later_one_waits_whoever_is_first",
    ),
    "tests/intake/services/test_doubles_read.py": (),
    "tests/intake/services/test_facts_of.py": (
        "test_the_check_sees_papers_readings_form_answers_and_reception",
    ),
    "tests/intake/services/test_fill_and_check.py": (
        "test_a_dossier_is_read_once_every_page_of_every_paper_was_or_failed",
    ),
    "tests/intake/services/test_form_sheet.py": (),
    "tests/intake/services/test_language_of_findings.py": (),
    "tests/intake/services/test_page_shown.py": (),
    "tests/intake/services/test_use_cases.py": ("test_the_list_is_of_one_moment_and_of_the_days_asked_for",),
    "tests/intake/services/test_verifying.py": (),
    "tests/intake/store/dossier/test_form_values.py": (
        "test_a_correction_wins_and_survives_being_read_again",
    ),
    "tests/intake/store/dossier/test_lines.py": (
        "test_a_line_counts_papers_refusals_and_doubts_and_names_the_child_before_others",
    ),
    "tests/intake/store/dossier/test_readings.py": ("test_a_reading_comes_back_as_it_was",),
    "tests/intake/store/dossier/test_values_kept.py": ("test_a_value_comes_back_as_it_was",),
    "tests/intake/store/dossier/test_versions.py": (
        "test_a_row_changed_behind_a_transaction_is_not_overwritten",
    ),
    "tests/intake/store/queue/test_leases.py": (
        "test_a_lease_ends_by_its_time_and_the_row_stands_behind_what_waited_meanwhile",
        "test_rows_are_taken_in_the_order_of_their_turns_and_no_more_than_asked_for",
    ),
    "tests/intake/store/test_journal_chain.py": (
        "test_a_store_nobody_touched_is_whole_whatever_is_in_its_events",
        "test_an_event_is_neither_changed_nor_deleted",
    ),
    "tests/intake/store/test_matter_upgrade.py": ("test_dossiers_of_an_older_store_find_each_other",),
    "tests/intake/store/test_offices.py": (
        "test_both_have_the_first_number_of_their_registers",
        "test_each_office_lists_its_own_and_the_supervisor_all",
    ),
    "tests/intake/store/test_search_upgrade.py": (
        "test_what_an_older_store_holds_is_found_by_names_numbers_and_folders",
    ),
    "tests/intake/store/test_unfit_texts.py": (
        "test_a_number_of_another_system_that_no_column_takes_leaves_nothing",
    ),
    "tests/intake/store/test_way_back_upgrade.py": (),
    "tests/intake/store/test_writing.py": (
        "test_dossiers_made_at_once_get_ids_of_their_own_and_numbers_without_holes",
        "test_one_paper_brought_by_many_at_once_stands_once_and_is_new_for_one_of_them",
        "test_processes_that_write_at_once_give_out_no_number_twice",
    ),
    "tests/nights/test_other_computers.py": (),
    "tests/nights/test_page_faults.py": (),
    "tests/nights/test_run_night.py": (
        "test_each_dossier_ends_where_it_belongs_and_a_second_run_changes_nothing_and_sends_nothing",
    ),
}
"""Names of test functions by the path of their file."""
