"""What the faults have found, how it was mended, and the test that keeps it so."""


def _found(what: str, mended: str, test: str) -> dict[str, str]:
    return {"what": what, "mended": mended, "test": test}


_FAULTS, _TEMPORARY = "faults/test_faults.py", "faults/test_temporary.py"
_ALONE = "faults/test_one_at_a_time.py"
_TRIED = f"{_FAULTS}::test_whatever_is_killed_or_finds_no_room_leaves_the_old_or_the_new"

FOUND = [
    _found(
        "A command that was killed left half-written files (.oit-…) among the data for good.",
        "What is being written is locked; the next command removes what no process holds.",
        f"{_TEMPORARY}::test_what_a_killed_process_left_goes_and_what_another_writes_stays",
    ),
    _found(
        "Half-written files stayed where no later command writes, such as an older folder of backup/.",
        "The lock of a workspace tells that its last holder was killed; the whole workspace is tidied.",
        f"{_ALONE}::test_whoever_was_killed_stands_in_nobodys_way_and_what_he_left_is_gone",
    ),
    _found(
        "Half-written files of the caches, of a fleet's store and of publishing stayed for good, and the "
        "folders of oit seal, of printing and of LinkChecker in the system's folder for temporary files.",
        "All of them are written in the one way that is tidied.",
        _TRIED,
    ),
    _found(
        "Two builds that read the same document wrote its facts into one half-written file.",
        "Each has a name of its own.",
        f"{_TEMPORARY}::test_of_two_who_write_one_file_at_once_each_writes_a_whole_one",
    ),
    _found(
        "Between two renames of the swap there was no site; a kill there left none till the next build.",
        "The folders of the old and the new site change places in one step, on Linux and macOS.",
        _TRIED,
    ),
    _found(
        "oit fleet build linked and compressed the files of a site after it had taken its place; a kill "
        "there left pages of both kinds, and half a compressed one.",
        "The site is finished before it takes its place; a compressed text appears whole.",
        _TRIED,
    ),
    _found(
        "Of two workers of a fleet that stored the same file at once, one lost its link to the store.",
        "The store takes a content once; who comes second takes what is there.",
        f"{_TEMPORARY}::test_of_two_who_store_one_content_at_once_both_keep_their_name_of_it",
    ),
    _found(
        "The engine direct wrote a page in one call: a disk that was nearly full took a part of it "
        "without an error, and the page was published cut short.",
        "What was not taken is written again, till the disk takes it or says that it is full.",
        f"{_FAULTS}::test_what_a_nearly_full_disk_takes_in_parts_is_whole",
    ),
    _found(
        "A build that found no room kept the half of a site that it had written, and so the room.",
        "It is removed.",
        f"{_FAULTS}::test_what_a_nearly_full_disk_takes_in_parts_is_whole",
    ),
    _found(
        "A full disk, a quota, a read-only folder or a failing disk was called a fault of the program "
        "(exit 3) or a file that cannot be read, with a remedy that did not fit.",
        "One place knows what a disk answers, and says what to do (exit 2); the database of links too.",
        f"{_FAULTS}::test_the_remedy_fits_the_fault",
    ),
    _found(
        "A full disk behind the standard output was called a fault of the program.",
        "It is told as the full disk that it is.",
        f"{_FAULTS}::test_an_output_that_takes_nothing_is_no_fault_of_the_program",
    ),
    _found(
        "Where the details of a fault of ours found no room either, a trace was shown.",
        "It is told without the details.",
        f"{_FAULTS}::test_a_fault_of_ours_is_told_even_where_it_cannot_be_kept",
    ),
    _found(
        "A full disk under the cache of templates failed the command.",
        "A cache that cannot be written is passed over.",
        f"{_FAULTS}::test_a_cache_that_cannot_be_written_fails_nothing",
    ),
    _found(
        "oit init that was killed could not be run again: half a workspace was taken for one.",
        "The file that makes a folder a workspace is written last.",
        _TRIED,
    ),
    _found(
        "oit import that was killed between the data and its note of what it had read never wrote that "
        "note: the next workbook would have been called in conflict.",
        "An import that changes nothing notes what it has read too.",
        _TRIED,
    ),
    _found(
        "oit import of a workbook with wrong cells kept a copy of the coloured one each time it was run "
        "again, though nothing in it was another.",
        "What is the same byte for byte is not kept twice.",
        "faults/test_faults.py::test_a_coloured_workbook_that_is_the_same_is_kept_once",
    ),
    _found(
        "Nothing was brought to the disk before it took its name: after a power failure a ledger, a data "
        "file or a seal could be empty.",
        "Content, name and folder are brought to the disk in this order, by the one function that writes.",
        f"{_TEMPORARY}::test_what_lasts_is_on_the_disk_before_it_has_its_name",
    ),
    _found(
        "Two commands could change one workspace at once, and the work of one be lost.",
        "A lock of the system, with who holds it; the second waits five seconds, then is told (exit 2).",
        f"{_ALONE}::test_a_second_writer_is_told_who_is_at_it",
    ),
    _found(
        "The editor dropped the connection where the disk was full: the person saw no reason.",
        "It is told in the form as every other problem.",
        "test_editor.py::test_a_full_disk_is_told_to_the_browser",
    ),
    _found(
        "A fleet called an agency's data unreadable where the disk was full.",
        "What is not the agency's fault is told as ours.",
        f"{_ALONE}::test_an_agency_that_somebody_works_on_is_not_called_unreadable",
    ),
]
